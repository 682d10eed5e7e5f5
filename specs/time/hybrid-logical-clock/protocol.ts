import { everyPair, type Opaque, protocol, spec } from "@lockstep/language"

/** What the application says to the other nodes. */
export type Payload = Opaque<"Payload">

/** When something happened: the latest physical time heard of, and a count of what happened at that time. */
export interface Stamp {
  readonly time: number
  readonly count: number
}

export interface Clock {
  /** The stamp of the last event here. */
  readonly stamp: Stamp
  /** The latest stamp of all that had happened before that event: no step depends on it, it is there to be compared. */
  readonly cause: Stamp | null
}

/** How far ahead of this node's clock a message's time may be: in ticks, and no less than clocks are apart when all is well. */
export const limit = 1

/** The largest count there is room for: small, so that a model comes to it. */
export const largestCount = 3

export const { role, broadcast, reply, reject, emit } = spec<{
  state: Clock
  message: { type: "Message"; stamp: Stamp; payload: Payload }
  calls: { stamp(): Stamp; send(payload: Payload): Stamp }
  event: { type: "Received" | "Refused"; stamp: Stamp; payload: Payload }
}>()

export const isEarlier = (one: Stamp, other: Stamp): boolean =>
  one.time < other.time || (one.time === other.time && one.count < other.count)

export const later = (one: Stamp, other: Stamp): Stamp => (isEarlier(one, other) ? other : one)

/** Time follows the clock where it is ahead; where it is not, only the count grows. */
export const following = (cause: Stamp, now: number): Stamp => {
  const time = Math.max(cause.time, now)
  return { time, count: time === cause.time ? cause.count + 1 : 0 }
}

/** An event after everything that this stamp stands for. */
export const event = (cause: Stamp, now: number): Clock => ({ stamp: following(cause, now), cause })

const overflows = ({ stamp }: Clock): boolean => stamp.count > largestCount

export const clock = role({
  initial: { stamp: { time: 0, count: 0 }, cause: null },
  durable: ["stamp"],

  calls: {
    stamp(node, _, { now, call }) {
      const next = event(node.stamp, now)
      if (overflows(next)) return [node, reject(call, "too much happened at one time")]
      return [next, reply(call, next.stamp)]
    },

    send(node, payload, { now, call }) {
      const next = event(node.stamp, now)
      if (overflows(next)) return [node, reject(call, "too much happened at one time")]
      const { stamp } = next
      return [next, broadcast({ type: "Message", stamp, payload }), reply(call, stamp)]
    },
  },

  on: {
    /** A receipt comes after what happened here, and after the sending. */
    Message(node, { stamp, payload }, { now }) {
      const next = event(later(node.stamp, stamp), now)
      if (stamp.time > now + limit || overflows(next)) return [node, emit({ type: "Refused", stamp, payload })]
      return [next, emit({ type: "Received", stamp: next.stamp, payload })]
    },
  },
})

export const hybridLogicalClock = protocol({
  roles: { nodes: clock },
  always: {
    /** An event's stamp is later than that of everything that happened before it. */
    respectsHappenedBefore: ({ nodes }) => nodes.every(({ cause, stamp }) => cause === null || isEarlier(cause, stamp)),
    /** A stamp is never further ahead of its node's clock than the limit. */
    staysNearTheClock: ({ nodes }, { clocks }) =>
      nodes.every(({ stamp }, index) => stamp.time <= (clocks.nodes[index] ?? 0) + limit),
    /** A count never outgrows the room there is for it. */
    countFits: ({ nodes }) => nodes.every(({ stamp }) => stamp.count <= largestCount),
    /** Nobody waits for a stamp, or to hear that there is none. */
    answersAtOnce: (_, { calls }) => calls.length === 0,
  },
  step: {
    /** A node's stamps never go back, not even through a crash. */
    neverGoesBack: (before, after) =>
      everyPair(before.nodes, after.nodes, (node, next) => !isEarlier(next.stamp, node.stamp)),
  },
  reachable: {
    /** A stamp can be the plain time of a clock. */
    countBeginsAnew: ({ nodes }) => nodes.some(({ stamp }) => stamp.time > 0 && stamp.count === 0),
    /** A node can learn a time that its own clock has not come to. */
    learnsFromOthers: ({ nodes }, { clocks }) =>
      nodes.some(({ stamp }, index) => stamp.time > (clocks.nodes[index] ?? 0)),
    /** All the room that there is for a count can be used. */
    fillsTheRoom: ({ nodes }) => nodes.some(({ stamp }) => stamp.count === largestCount),
    /** A node can stamp what it tells nobody. */
    stampsAlone: ({ nodes }, { network }) => network.length === 0 && nodes.some(({ cause }) => cause !== null),
  },
})
