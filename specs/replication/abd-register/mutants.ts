import { mutant, opaque, patched } from "@lockstep/language"
import { callers, ci, quick, writers } from "./model.ts"
import { finish, later, reply, send, server, store } from "./protocol.ts"

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
          return store(node, answer.request, wish, { tag: [count + 1, null], value: wish.value }, context.self)
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
          return store(node, answer.request, wish, { tag: [count + 1, context.self], value: wish.value }, context.self)
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
        write(node, value, { self, call }) {
          const request = node.requests + 1
          const [count] = node.version.tag
          node = { ...node, requests: request }
          return store(node, request, { kind: "write", call, value }, { tag: [count + 1, self], value }, self)
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
