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

type Step = [Server, ...Effect[]]

/** All servers, as one of them sees them. */
interface Group {
  readonly self: NodeId
  readonly peers: readonly NodeId[]
}

export const later = (one: Version, other: Version): Version => (compare(one.tag, other.tag) < 0 ? other : one)

/** What the servers are asked in this phase. */
const question = (request: number, { phase, version }: Operation): Effect =>
  phase === "query" ? broadcast({ type: "Query", request }) : broadcast({ type: "Store", request, version })

/** A read hands on the latest version, a write puts its own behind it. */
const chosen = (wish: Wish, latest: Version, self: NodeId): Version =>
  wish.kind === "read" ? latest : { tag: [latest.tag[0] + 1, self], value: wish.value }

export const finish = (node: Server, request: number, { wish, version }: Operation): Step => {
  node = { ...node, operations: node.operations.delete(request) }
  return [node, wish.kind === "read" ? reply(wish.call, version.value) : reply(wish.call, null)]
}

/** Waits until a majority has answered in this phase, and goes on: at once, where the server is alone. */
const proceed = (node: Server, request: number, operation: Operation, group: Group): Step => {
  const { wish, phase, version, heard } = operation
  const isOver = majority(heard.size, group.peers.length + 1)
  if (!isOver) return [{ ...node, operations: node.operations.set(request, operation) }]
  if (phase === "store") return finish(node, request, operation)
  return store(node, request, wish, chosen(wish, later(node.version, version), group.self), group)
}

/** Begins a phase, and asks the others: the server itself has answered. */
const ask = (node: Server, request: number, operation: Operation, group: Group): Step => {
  const [after, ...effects] = proceed(node, request, operation, group)
  return [after, question(request, operation), ...effects]
}

const begin = (node: Server, wish: Wish, group: Group): Step => {
  const request = node.requests + 1
  const operation: Operation = { wish, phase: "query", version: node.version, heard: Set.of(group.self) }
  return ask({ ...node, requests: request }, request, operation, group)
}

/** The first to store a version is the server itself: it never gives a tag twice. */
export const store = (node: Server, request: number, wish: Wish, version: Version, group: Group): Step => {
  const operation: Operation = { wish, phase: "store", version, heard: Set.of(group.self) }
  return ask({ ...node, version: later(node.version, version) }, request, operation, group)
}

export const server = role({
  initial: { version: { tag: [0, null], value: null }, requests: 0, operations: Map.of() },
  durable: ["version", "requests"],

  calls: {
    read: (node, _, context) => begin(node, { kind: "read", call: context.call }, context),
    write: (node, value, context) => begin(node, { kind: "write", call: context.call, value }, context),
  },

  on: {
    Query: (node, { request }, { from }) => [node, send(from, { type: "Answer", request, version: node.version })],

    Answer(node, { request, version }, context) {
      const operation = node.operations.get(request)
      if (operation?.phase !== "query") return node
      const heard = operation.heard.add(context.from)
      return proceed(node, request, { ...operation, heard, version: later(operation.version, version) }, context)
    },

    Store(node, { request, version }, { from }) {
      node = { ...node, version: later(node.version, version) }
      return [node, send(from, { type: "Stored", request })]
    },

    Stored(node, { request }, context) {
      const operation = node.operations.get(request)
      if (operation?.phase !== "store") return node
      return proceed(node, request, { ...operation, heard: operation.heard.add(context.from) }, context)
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
