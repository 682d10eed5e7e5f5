import { mutant, opaque, patched, Set } from "@lockstep/language"
import { alone, callers, calm, ci, lossy, quick, watched, writers } from "./model.ts"
import { broadcast, finish, later, reply, send, server, store } from "./protocol.ts"

/** A read answers what a majority said, and hands it on to nobody: of three servers, the first answer makes a majority. */
export const readsWithoutWritingBack = mutant({
  of: ci,
  breaks: "linearizable",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Answer(node, answer, context) {
          const operation = node.operations.get(answer.request)
          if (operation?.wish.kind !== "read") return on.Answer(node, answer, context)
          return finish(node, answer.request, { ...operation, version: later(operation.version, answer.version) })
        },
      },
    })),
  },
})

/** A server answers a read from what it holds itself. */
export const readsAlone = mutant({
  of: quick,
  breaks: "linearizable",
  roles: {
    servers: patched(server, () => ({
      calls: { read: (node, _, { call }) => [node, reply(call, node.version.value)] },
    })),
  },
})

/** Writers only count: two that count alike give one tag to two values. */
export const countsWithoutName = mutant({
  of: writers,
  breaks: "oneValuePerTag",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Answer(node, answer, context) {
          const operation = node.operations.get(answer.request)
          if (operation?.phase !== "query" || operation.wish.kind !== "write") return on.Answer(node, answer, context)
          const [count] = later(node.version, answer.version).tag
          const { wish } = operation
          return store(node, answer.request, wish, { tag: [count + 1, null], value: wish.value }, context)
        },
      },
    })),
  },
})

/** A writer goes beyond what it was told, and not beyond what it gave another caller meanwhile. */
export const countsOnlyWhatItHeard = mutant({
  of: callers,
  breaks: "oneValuePerTag",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Answer(node, answer, context) {
          const operation = node.operations.get(answer.request)
          if (operation?.phase !== "query" || operation.wish.kind !== "write") return on.Answer(node, answer, context)
          const [count] = later(operation.version, answer.version).tag
          const { wish } = operation
          return store(node, answer.request, wish, { tag: [count + 1, context.self], value: wish.value }, context)
        },
      },
    })),
  },
})

/** A writer counts alone, as if it were the only one: what it writes may be older than what another has written. */
export const writesWithoutAsking = mutant({
  of: {
    ...writers,
    clients: [
      {
        of: "servers",
        at: 0,
        calls: [
          ["write", opaque("a")],
          ["read", null],
        ],
      },
      { of: "servers", at: 1, calls: [["write", opaque("b")]] },
    ],
  },
  breaks: "linearizable",
  roles: {
    servers: patched(server, () => ({
      calls: {
        write(node, value, context) {
          const { self, call } = context
          const request = node.requests + 1
          const [count] = node.version.tag
          node = { ...node, requests: request }
          return store(node, request, { kind: "write", call, value }, { tag: [count + 1, self], value }, context)
        },
      },
    })),
  },
})

/** Half of the servers are enough: two halves need not meet. */
export const halfIsEnough = mutant({
  of: { ...quick, nodes: { servers: 4 } },
  breaks: "linearizable",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Answer: (node, answer, context) => on.Answer(node, answer, { ...context, peers: context.peers.slice(1) }),
        Stored: (node, stored, context) => on.Stored(node, stored, { ...context, peers: context.peers.slice(1) }),
      },
    })),
  },
})

/** What a replica stores is only in memory. */
export const forgetsItsValue = mutant({
  of: quick,
  breaks: "versionsGrow",
  roles: { servers: patched(server, () => ({ durable: ["requests"] })) },
})

/** After a crash a server counts its calls anew, and takes what was answered long ago for an answer to another call. */
export const takesLateAnswers = mutant({
  of: ci,
  breaks: "linearizable",
  roles: { servers: patched(server, () => ({ durable: ["version"] })) },
})

/** A replica stores whatever comes last. */
export const storesOlderOverNewer = mutant({
  of: quick,
  breaks: "versionsGrow",
  roles: {
    servers: patched(server, () => ({
      on: {
        Store: (node, { request, version }, { from }) => [
          { ...node, version },
          send(from, { type: "Stored", request }),
        ],
      },
    })),
  },
})

/** A replica says that it has stored what it has not. */
export const storesNothing = mutant({
  of: quick,
  breaks: "linearizable",
  roles: {
    servers: patched(server, () => ({
      on: { Store: (node, { request }, { from }) => [node, send(from, { type: "Stored", request })] },
    })),
  },
})

/** No replica hears what it is to store. */
export const neverStores = mutant({
  of: quick,
  breaks: "everyoneHoldsAValue",
  roles: { servers: patched(server, () => ({ on: { Store: (node) => node } })) },
})

/** A reader is not heard. */
export const losesReaders = mutant({
  of: watched,
  breaks: "worksForWhoWaits",
  roles: { servers: patched(server, () => ({ calls: { read: (node) => node } })) },
})

/** A server spreads what it hears while it still asks. */
export const spreadsWhatItHears = mutant({
  of: watched,
  breaks: "asksBeforeItStores",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Answer: (node, answer, context) =>
          node.operations.get(answer.request)?.phase === "query"
            ? [node, broadcast({ type: "Store", request: answer.request, version: answer.version })]
            : on.Answer(node, answer, context),
      },
    })),
  },
})

/** A writer leaves it to the others to store what it writes. */
export const storesOnlyElsewhere = mutant({
  of: watched,
  breaks: "storesAtHome",
  roles: {
    servers: patched(server, () => ({
      calls: {
        write(node, value, { self, call }) {
          const request = node.requests + 1
          const version = { tag: [node.version.tag[0] + 1, self], value } as const
          const operation = {
            wish: { kind: "write", call, value },
            phase: "store",
            version,
            heard: Set.of(self),
          } as const
          return [
            { ...node, requests: request, operations: node.operations.set(request, operation) },
            broadcast({ type: "Store", request, version }),
          ]
        },
      },
    })),
  },
})

/** A write ends when every server has it. */
export const waitsForEverybody = mutant({
  of: calm,
  breaks: "endsWithoutOne",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Stored: (node, message, context) =>
          on.Stored(node, message, { ...context, peers: [...context.peers, ...context.peers] }),
      },
    })),
  },
})

/** A server asks only once. */
export const neverReminds = mutant({
  of: lossy,
  breaks: "ends",
  roles: {
    servers: patched(server, ({ timers }) => ({ timers: { remind: { ...timers.remind, while: () => false } } })),
  },
})

/** After a crash a server numbers its questions anew. */
export const forgetsItsNumbers = mutant({
  of: watched,
  breaks: "numbersGrow",
  roles: { servers: patched(server, () => ({ durable: ["version"] })) },
})

/** A writer takes the count that it finds, and goes no further. */
export const countsNoFurther = mutant({
  of: watched,
  breaks: "writesGoBeyond",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Answer(node, answer, context) {
          const { wish, phase } = node.operations.get(answer.request) ?? {}
          if (phase !== "query" || wish?.kind !== "write") return on.Answer(node, answer, context)
          const version = { tag: [node.version.tag[0], context.self], value: wish.value } as const
          return store(node, answer.request, wish, version, context)
        },
      },
    })),
  },
})

/** A server without others waits for one. */
export const waitsForAnother = mutant({
  of: alone,
  breaks: "answersAtOnce",
  roles: {
    servers: patched(server, ({ calls }) => ({
      calls: { write: (node, value, context) => calls.write(node, value, { ...context, peers: [context.self] }) },
    })),
  },
})
