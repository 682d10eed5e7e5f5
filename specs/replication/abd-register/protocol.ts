import {
  type Call,
  compare,
  type Effect,
  equal,
  everyPair,
  majority,
  Map,
  type NodeId,
  type Opaque,
  protocol,
  type Result,
  Set,
  spec,
} from "@lockstep/language"

/** What the register holds. */
export type Value = Opaque<"Value">

/** When a value was written: by counting, and by the writer's name where two counted alike. */
export type Tag = readonly [count: number, writer: NodeId | null]

/** A value that the register had, has or will have. */
export interface Version {
  readonly tag: Tag
  readonly value: Value | null
}

type Wish =
  | { readonly kind: "read"; readonly call: Call<Value | null> }
  | { readonly kind: "write"; readonly call: Call<null>; readonly value: Value }

/** A call on its way through two majorities: the first is asked for its versions, the second is to store one. */
export interface Operation {
  readonly wish: Wish
  readonly phase: "query" | "store"
  /** The latest version heard of; in the second phase, the one to be stored. */
  readonly version: Version
  /** Who has answered in this phase. */
  readonly heard: Set<NodeId>
}

export interface Server {
  /** What it holds as a replica. */
  readonly version: Version
  /** How many calls it has worked on: late answers to one are no answers to another. */
  readonly requests: number
  readonly operations: Map<number, Operation>
}

type Message =
  | { type: "Query"; request: number }
  | { type: "Answer"; request: number; version: Version }
  | { type: "Store"; request: number; version: Version }
  | { type: "Stored"; request: number }

export const { role, send, broadcast, reply } = spec<{
  state: Server
  message: Message
  timer: "remind"
  calls: { read(): Value | null; write(value: Value): null }
}>()

export const later = (one: Version, other: Version): Version => (compare(one.tag, other.tag) < 0 ? other : one)

/** What the servers are asked in this phase. */
const question = (request: number, { phase, version }: Operation): Effect =>
  phase === "query" ? broadcast({ type: "Query", request }) : broadcast({ type: "Store", request, version })

const begin = (node: Server, wish: Wish, self: NodeId): Result<Server> => {
  const request = node.requests + 1
  const operation: Operation = { wish, phase: "query", version: node.version, heard: Set.of(self) }
  node = { ...node, requests: request, operations: node.operations.set(request, operation) }
  return [node, question(request, operation)]
}

/** A read hands on the latest version, a write puts its own behind it. */
const chosen = (wish: Wish, latest: Version, self: NodeId): Version =>
  wish.kind === "read" ? latest : { tag: [latest.tag[0] + 1, self], value: wish.value }

/** The first to store a version is the server itself: it never gives a tag twice. */
export const store = (node: Server, request: number, wish: Wish, version: Version, self: NodeId): Result<Server> => {
  const operation: Operation = { wish, phase: "store", version, heard: Set.of(self) }
  node = { ...node, version: later(node.version, version), operations: node.operations.set(request, operation) }
  return [node, question(request, operation)]
}

export const finish = (node: Server, request: number, { wish, version }: Operation): Result<Server> => {
  node = { ...node, operations: node.operations.delete(request) }
  return [node, wish.kind === "read" ? reply(wish.call, version.value) : reply(wish.call, null)]
}

export const server = role({
  initial: { version: { tag: [0, null], value: null }, requests: 0, operations: Map.of() },
  durable: ["version", "requests"],

  calls: {
    read: (node, _, { self, call }) => begin(node, { kind: "read", call }, self),
    write: (node, value, { self, call }) => begin(node, { kind: "write", call, value }, self),
  },

  on: {
    Query: (node, { request }, { from }) => [node, send(from, { type: "Answer", request, version: node.version })],

    Answer(node, { request, version }, { self, peers, from }) {
      const operation = node.operations.get(request)
      if (operation?.phase !== "query") return node
      const heard = operation.heard.add(from)
      const latest = later(operation.version, version)
      if (majority(heard.size, peers.length + 1)) {
        const { wish } = operation
        return store(node, request, wish, chosen(wish, later(node.version, latest), self), self)
      }
      return { ...node, operations: node.operations.set(request, { ...operation, heard, version: latest }) }
    },

    Store(node, { request, version }, { from }) {
      node = { ...node, version: later(node.version, version) }
      return [node, send(from, { type: "Stored", request })]
    },

    Stored(node, { request }, { peers, from }) {
      const operation = node.operations.get(request)
      if (operation?.phase !== "store") return node
      const heard = operation.heard.add(from)
      if (majority(heard.size, peers.length + 1)) return finish(node, request, operation)
      return { ...node, operations: node.operations.set(request, { ...operation, heard }) }
    },
  },

  timers: {
    /** A question or its answer may be lost. */
    remind: {
      while: (node) => node.operations.size > 0,
      fire: (node) => [node, ...node.operations.entries().map(([request, operation]) => question(request, operation))],
    },
  },
})

export const abdRegister = protocol({
  roles: { servers: server },
  always: {
    /** A tag stands for one value everywhere. */
    oneValuePerTag: ({ servers }) =>
      servers.every(({ version }) =>
        servers.every((other) => !equal(version.tag, other.version.tag) || version.value === other.version.value),
      ),
  },
  step: {
    /** A replica never goes back to an earlier version, not even through a crash. */
    versionsGrow: (before, after) =>
      everyPair(before.servers, after.servers, (node, next) => compare(node.version.tag, next.version.tag) <= 0),
  },
  reachable: {
    /** A value can reach every replica. */
    everyoneHoldsAValue: ({ servers }) => servers.every(({ version }) => version.value !== null),
  },
})
