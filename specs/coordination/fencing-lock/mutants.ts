import { mutant, patched } from "@lockstep/language"
import { lossy, quick, rivals, watched } from "./model.ts"
import { broadcast, client, lock, reply, resource, send } from "./protocol.ts"

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

/** Whoever asks is told the token on record. */
export const grantsToAnother = mutant({
  of: quick,
  breaks: "tokensAreUnique",
  roles: {
    lock: patched(lock, ({ on }) => ({
      on: {
        Acquire: (node, message, context) =>
          node.lease === null
            ? on.Acquire(node, message, context)
            : [node, send(context.from, { type: "Granted", attempt: message.attempt, token: node.issued })],
      },
    })),
  },
})

/** A client that has no lease writes all the same. */
export const writesWithoutLease = mutant({
  of: watched,
  breaks: "writesUnderItsLease",
  roles: {
    clients: patched(client, ({ calls }) => ({
      calls: {
        write(node, value, context) {
          if (node.asking !== null || node.token !== null) return calls.write(node, value, context)
          const message = { type: "Write", token: 0, value } as const
          return [{ ...node, asking: { message, call: context.call } }, broadcast(message)]
        },
      },
    })),
  },
})

/** A client gives its lease back and goes on as if it had it. */
export const believesOn = mutant({
  of: watched,
  breaks: "givesUpWhatItGivesBack",
  roles: {
    clients: patched(client, ({ calls }) => ({
      calls: {
        release: (node, _, context) =>
          node.token === null
            ? calls.release(node, _, context)
            : [node, broadcast({ type: "Release", token: node.token }), reply(context.call, true)],
      },
    })),
  },
})

/** Whoever has no lease is not told that it cannot write. */
export const rejectsInSilence = mutant({
  of: watched,
  breaks: "nobodyIsForgotten",
  roles: {
    clients: patched(client, ({ calls }) => ({
      calls: {
        write: (node, value, context) => (node.token === null ? node : calls.write(node, value, context)),
      },
    })),
  },
})

/** An echo is written once more. */
export const writesEchoes = mutant({
  of: watched,
  breaks: "writesOnce",
  roles: {
    resource: patched(resource, ({ on }) => ({
      on: {
        Write(node, message, context) {
          if (message.token < node.highest) return on.Write(node, message, context)
          const { token, value } = message
          return { highest: token, log: node.log.append({ writer: context.from, token, value }) }
        },
      },
    })),
  },
})

/** After a crash a client counts its attempts anew. */
export const forgetsItsAttempts = mutant({
  of: watched,
  breaks: "attemptsGrow",
  roles: { clients: patched(client, () => ({ durable: [] })) },
})

/** What is written is only in memory. */
export const forgetsWhatWasWritten = mutant({
  of: watched,
  breaks: "logStays",
  roles: { resource: patched(resource, () => ({ durable: ["highest"] })) },
})

/** The resource says that it has written, and has not. */
export const writesNothing = mutant({
  of: watched,
  breaks: "confirmsWhatIsWritten",
  roles: {
    resource: patched(resource, () => ({
      on: { Write: (node, { token, value }, { from }) => [node, send(from, { type: "Written", token, value })] },
    })),
  },
})

/** A lease is over when its holder says so. */
export const neverExpires = mutant({
  of: watched,
  breaks: "severalBelieve",
  roles: {
    lock: patched(lock, ({ timers }) => ({ timers: { expire: { ...timers.expire, while: () => false } } })),
  },
})

/** A client keeps to itself that it needs its lease no more. */
export const releasesInSilence = mutant({
  of: watched,
  breaks: "isGivenBack",
  roles: {
    clients: patched(client, () => ({
      calls: { release: (node, _, { call }) => [{ ...node, token: null }, reply(call, true)] },
    })),
  },
})

/** A client that is refused believes in its lease all the same. */
export const ignoresRefusals = mutant({
  of: rivals,
  breaks: "learnsThatItIsOver",
  roles: { clients: patched(client, () => ({ on: { Refused: (node) => node } })) },
})

/** A client asks only once. */
export const neverAsksAgain = mutant({
  of: lossy,
  breaks: "ends",
  roles: {
    clients: patched(client, ({ timers }) => ({ timers: { retry: { ...timers.retry, while: () => false } } })),
  },
})

/** What was issued is only in memory. */
export const forgetsWhatItIssued = mutant({
  of: watched,
  breaks: "tokensGrow",
  roles: { lock: patched(lock, () => ({ durable: ["lease"] })) },
})

/** Whoever asks as often as the holder did is taken for it. */
export const mistakesTheHolder = mutant({
  of: watched,
  breaks: "grantsToTheHolder",
  roles: {
    lock: patched(lock, ({ on }) => ({
      on: {
        Acquire: (node, { attempt, type }, context) =>
          node.lease?.attempt === attempt
            ? [node, send(context.from, { type: "Granted", attempt, token: node.issued })]
            : on.Acquire(node, { attempt, type }, context),
      },
    })),
  },
})

/** A client looks at its watch, and asks nobody. */
export const waitsInVain = mutant({
  of: lossy,
  breaks: "asksAgain",
  roles: {
    clients: patched(client, ({ timers }) => ({ timers: { retry: { ...timers.retry, fire: (node) => node } } })),
  },
})
