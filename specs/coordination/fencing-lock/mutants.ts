import { mutant, patched } from "@lockstep/language"
import { quick } from "./model.ts"
import { broadcast, client, lock, resource, send } from "./protocol.ts"

/** A resource that takes everything that the network brings. */
const trusting = patched(resource, ({ on }) => ({
  on: { Write: (node, message, context) => on.Write({ ...node, highest: 0 }, message, context) },
}))

/** The lease alone is to protect the resource, which looks at no token. */
export const noFencing = mutant({ of: quick, breaks: "noInterleaving", roles: { resource: trusting } })

/** The client asks the lock once more before it writes, and pauses in between. */
export const checksAtTheClientOnly = mutant({
  of: quick,
  breaks: "noInterleaving",
  roles: {
    resource: trusting,
    clients: patched(client, ({ calls, on }) => ({
      calls: {
        write(node, value, context) {
          if (node.asking !== null || node.token === null) return calls.write(node, value, context)
          const message = { type: "Write", token: node.token, value } as const
          return [
            { ...node, asking: { message, call: context.call } },
            broadcast({ type: "Acquire", attempt: node.attempt }),
          ]
        },
      },
      on: {
        Granted(node, message, context) {
          if (node.asking?.message.type !== "Write") return on.Granted(node, message, context)
          const valid = message.attempt === node.attempt && message.token === node.token
          return valid ? [node, broadcast(node.asking.message)] : node
        },
      },
    })),
  },
})

/** What the resource has seen is only in memory. */
export const forgetsTheHighest = mutant({
  of: quick,
  breaks: "noInterleaving",
  roles: { resource: patched(resource, () => ({ durable: ["log"] })) },
})

/** The counter is only in memory: after a crash the tokens begin anew. */
export const forgetsTheCounter = mutant({
  of: quick,
  breaks: "tokensAreUnique",
  roles: { lock: patched(lock, () => ({ durable: ["lease"] })) },
})

/** The token is the number of the attempt: each client counts its own. */
export const countsAttempts = mutant({
  of: quick,
  breaks: "tokensAreUnique",
  roles: {
    lock: patched(lock, ({ on }) => ({
      on: {
        Acquire: (node, message, context) => on.Acquire({ ...node, issued: message.attempt - 1 }, message, context),
      },
    })),
  },
})

/** Whoever asks gets the lease, also while another has it. */
export const grantsAtOnce = mutant({
  of: quick,
  breaks: "leasesDoNotOverlap",
  roles: {
    lock: patched(lock, ({ on }) => ({
      on: { Acquire: (node, message, context) => on.Acquire({ ...node, lease: null }, message, context) },
    })),
  },
})

/** Whoever has the lease has it for ever. */
export const neverEnds = mutant({
  of: quick,
  breaks: "takesTurns",
  roles: {
    lock: patched(lock, ({ timers }) => ({
      on: { Release: (node) => node },
      timers: { expire: { ...timers.expire, fire: (node) => node } },
    })),
  },
})

/** A token that was seen is taken for an old one. */
export const takesEachTokenOnce = mutant({
  of: quick,
  breaks: "writesAgain",
  roles: {
    resource: patched(resource, ({ on }) => ({
      on: {
        Write: (node, message, context) =>
          message.token === node.highest
            ? [node, send(context.from, { ...message, type: "Refused" })]
            : on.Write(node, message, context),
      },
    })),
  },
})

/** A late write is dropped, and its client believes in its lease for ever. */
export const refusesInSilence = mutant({
  of: quick,
  breaks: "staleWriteIsRefused",
  roles: {
    resource: patched(resource, ({ on }) => ({
      on: {
        Write: (node, message, context) => (message.token < node.highest ? node : on.Write(node, message, context)),
      },
    })),
  },
})
