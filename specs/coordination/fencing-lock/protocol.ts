import {
  type Call,
  distinct,
  equal,
  everyPair,
  List,
  type NodeId,
  type Opaque,
  protocol,
  type Result,
  roles,
} from "@lockstep/language"

/** What is written: the same value twice under one token is one write, heard twice. */
export type Value = Opaque<"Value">

type Acquire = { type: "Acquire"; attempt: number }
type Write = { type: "Write"; token: number; value: Value }

/** What a client has asked and heard nothing of, and the caller that waits for it. */
interface Asking {
  readonly message: Acquire | Write
  readonly call: Call<boolean>
}

export interface Client {
  /** How often it has wanted the lease: what is granted to an earlier attempt comes too late. */
  readonly attempt: number
  /** It believes to hold the lease with this token. It may be wrong. */
  readonly token: number | null
  readonly asking: Asking | null
}

interface Lease {
  readonly holder: NodeId<"clients">
  readonly attempt: number
  readonly token: number
}

export interface Lock {
  readonly lease: Lease | null
  /** The token of the newest lease. */
  readonly issued: number
}

export interface Entry {
  readonly writer: NodeId<"clients">
  readonly token: number
  readonly value: Value
}

export interface Resource {
  /** The highest token under which anything was written. */
  readonly highest: number
  readonly log: List<Entry>
}

export const { role, send, broadcast, reply, reject } = roles<{
  clients: {
    state: Client
    hears: {
      lock: { type: "Granted"; attempt: number; token: number }
      resource: { type: "Written" | "Refused"; token: number; value: Value }
    }
    timer: "retry"
    calls: { acquire(): boolean; write(value: Value): boolean; release(): boolean }
  }
  lock: {
    state: Lock
    hears: { clients: Acquire | { type: "Release"; token: number } }
    timer: "expire"
  }
  resource: {
    state: Resource
    hears: { clients: Write }
  }
}>()

const ask = (node: Client, message: Acquire | Write, call: Call<boolean>): Result<Client> => [
  { ...node, asking: { message, call } },
  broadcast(message),
]

/** The caller that waits for the answer to this message. */
const callerOf = ({ asking }: Client, message: Acquire | Write) =>
  asking !== null && equal(asking.message, message) ? asking.call : null

export const client = role("clients", {
  initial: { attempt: 0, token: null, asking: null },
  durable: ["attempt"],

  calls: {
    acquire(node, _, { call }) {
      if (node.asking !== null) return [node, reject(call, "one at a time")]
      const attempt = node.attempt + 1
      return ask({ ...node, attempt, token: null }, { type: "Acquire", attempt }, call)
    },

    write(node, value, { call }) {
      if (node.asking !== null) return [node, reject(call, "one at a time")]
      if (node.token === null) return [node, reject(call, "no lease")]
      return ask(node, { type: "Write", token: node.token, value }, call)
    },

    release(node, _, { call }) {
      if (node.asking !== null) return [node, reject(call, "one at a time")]
      if (node.token === null) return [node, reject(call, "no lease")]
      return [{ ...node, token: null }, broadcast({ type: "Release", token: node.token }), reply(call, true)]
    },
  },

  timers: {
    /** The question or the answer may be lost, or another may hold the lease. */
    retry: {
      while: (node) => node.asking !== null,
      fire: (node) => [node, node.asking && broadcast(node.asking.message)],
    },
  },

  on: {
    Granted(node, { attempt, token }) {
      const call = callerOf(node, { type: "Acquire", attempt })
      return call === null ? node : [{ ...node, token, asking: null }, reply(call, true)]
    },

    Written(node, { token, value }) {
      const call = callerOf(node, { type: "Write", token, value })
      return call === null ? node : [{ ...node, asking: null }, reply(call, true)]
    },

    /** Another has had the lease since. */
    Refused(node, { token, value }) {
      const call = callerOf(node, { type: "Write", token, value })
      return call === null ? node : [{ ...node, token: null, asking: null }, reply(call, false)]
    },
  },
})

/** A new lease has a newer token than every lease before. */
const grant = (node: Lock, holder: NodeId<"clients">, attempt: number): Lock => {
  const token = node.issued + 1
  return { lease: { holder, attempt, token }, issued: token }
}

export const lock = role("lock", {
  initial: { lease: null, issued: 0 },
  durable: ["lease", "issued"],

  on: {
    Acquire(node, { attempt }, { from }) {
      if (node.lease === null) node = grant(node, from, attempt)
      const { lease, issued: token } = node
      const granted = lease?.holder === from && lease.attempt === attempt
      return granted ? [node, send(from, { type: "Granted", attempt, token })] : node
    },

    Release(node, { token }) {
      return node.lease?.token === token ? { ...node, lease: null } : node
    },
  },

  timers: {
    /** Only the lock's own clock counts: the holder may not know that its lease is over. */
    expire: { while: (node) => node.lease !== null, fire: (node) => ({ ...node, lease: null }) },
  },
})

export const resource = role("resource", {
  initial: { highest: 0, log: List.of() },
  durable: ["highest", "log"],

  on: {
    Write(node, { token, value }, { from }) {
      if (token < node.highest) return [node, send(from, { type: "Refused", token, value })]
      const entry = { writer: from, token, value }
      if (!node.log.includes(entry)) node = { highest: token, log: node.log.append(entry) }
      return [node, send(from, { type: "Written", token, value })]
    },
  },
})

const holds = (node: Client) => node.token !== null

/** Nobody may write after another unless it got its lease later. */
const mayFollow = (before: Entry, after: Entry) =>
  after.writer === before.writer ? after.token >= before.token : after.token > before.token

export const fencingLock = protocol({
  roles: { clients: client, lock, resource },
  always: {
    /** What is written under one lease is never interrupted by another client, and never resumed after it. */
    noInterleaving: ({ resource }) =>
      resource.every(({ log }) =>
        log.every((entry, index) => log.slice(index).every((later) => mayFollow(entry, later))),
      ),
    /** No two clients hold the same token, whatever the lock has been through. */
    tokensAreUnique: ({ clients }) => distinct(clients.filter(holds), ({ token }) => token),
  },
  step: {
    /** As the lock sees it, a lease ends before the next begins. */
    leasesDoNotOverlap: (before, after) =>
      everyPair(
        before.lock,
        after.lock,
        (before, after) => before.lease === null || after.lease === null || before.lease.token === after.lease.token,
      ),
  },
  reachable: {
    /** Several clients can write, one after the other. */
    takesTurns: ({ resource }) => resource.some(({ log }) => log.some(({ writer }) => writer !== log.at(0)?.writer)),
    /** Under one lease several writes are possible. */
    writesAgain: ({ resource }) =>
      resource.some(({ log }) => log.some(({ token }, index) => token === log.at(index + 1)?.token)),
    /** Who still believes in a lease that is over is refused. */
    staleWriteIsRefused: (_, { network }) => network.some(({ message }) => message.type === "Refused"),
  },
})
