import { mutant, patched } from "@lockstep/language"
import { quick } from "./model.ts"
import {
  type Clock,
  clock,
  event,
  following,
  largestCount,
  later,
  limit,
  reject,
  reply,
  type Stamp,
} from "./protocol.ts"

/** A local event takes the clock's time as it is, though a message may have brought a later one. */
export const goesBackToItsClock = mutant({
  of: quick,
  breaks: "neverGoesBack",
  roles: {
    nodes: patched(clock, () => ({
      calls: {
        stamp({ stamp: cause }, _, { now, call }) {
          const stamp = { time: now, count: now === cause.time ? cause.count + 1 : 0 }
          return [{ stamp, cause }, reply(call, stamp)]
        },
      },
    })),
  },
})

/** Two events at one time have one stamp. */
export const neverCounts = mutant({
  of: quick,
  breaks: "respectsHappenedBefore",
  roles: {
    nodes: patched(clock, () => ({
      calls: {
        stamp({ stamp: cause }, _, { now, call }) {
          const stamp = { ...cause, time: Math.max(cause.time, now) }
          return [{ stamp, cause }, reply(call, stamp)]
        },
      },
    })),
  },
})

/** A receipt is an event like any other, whatever the message's stamp. */
export const ignoresTheMessage = mutant({
  of: quick,
  breaks: "respectsHappenedBefore",
  roles: {
    nodes: patched(clock, () => ({
      on: {
        Message: (node, { stamp }, { now }) => ({
          stamp: following(node.stamp, now),
          cause: later(node.stamp, stamp),
        }),
      },
    })),
  },
})

/** A receipt takes over the message's time and counts on from its own count. */
export const ignoresTheCount = mutant({
  of: quick,
  breaks: "respectsHappenedBefore",
  roles: {
    nodes: patched(clock, () => ({
      on: {
        Message({ stamp: own }, { stamp }, { now }) {
          const time = Math.max(own.time, stamp.time, now)
          return { stamp: { time, count: own.count + 1 }, cause: later(own, stamp) }
        },
      },
    })),
  },
})

/** A message is believed, however far ahead of everybody its sender's clock is. */
export const believesAnyClock = mutant({
  of: quick,
  breaks: "staysNearTheClock",
  roles: {
    nodes: patched(clock, () => ({
      on: { Message: (node, { stamp }, { now }) => event(later(node.stamp, stamp), now) },
    })),
  },
})

/** The naive clock that the paper begins with: every event moves time on, so that it runs away from every clock. */
export const runsAway = mutant({
  of: quick,
  breaks: "staysNearTheClock",
  roles: {
    nodes: patched(clock, () => ({
      calls: {
        stamp({ stamp: cause }, _, { now, call }) {
          const stamp = { time: Math.max(cause.time + 1, now), count: 0 }
          return [{ stamp, cause }, reply(call, stamp)]
        },
      },
    })),
  },
})

/** Nobody looks whether there is room for another count. */
export const overflows = mutant({
  of: quick,
  breaks: "countFits",
  roles: {
    nodes: patched(clock, ({ on }) => ({
      on: {
        Message: (node, message, context) =>
          message.stamp.time > context.now + limit
            ? on.Message(node, message, context)
            : event(later(node.stamp, message.stamp), context.now),
      },
    })),
  },
})

/** The last stamp is only in memory: after a crash a node begins anew, behind what it had said. */
export const forgetsItsStamp = mutant({
  of: quick,
  breaks: "neverGoesBack",
  roles: { nodes: patched(clock, () => ({ durable: [] })) },
})

/** Nobody looks at a clock: what is left is Lamport's. */
export const onlyCounts = mutant({
  of: quick,
  breaks: "countBeginsAnew",
  roles: {
    nodes: patched(clock, ({ calls, on }) => ({
      calls: {
        stamp: (node, _, context) => calls.stamp(node, _, { ...context, now: 0 }),
        send: (node, payload, context) => calls.send(node, payload, { ...context, now: 0 }),
      },
      on: { Message: (node, message, context) => on.Message(node, message, { ...context, now: 0 }) },
    })),
  },
})

/** No message from ahead is let in, not even within the limit. */
export const believesNobody = mutant({
  of: quick,
  breaks: "learnsFromOthers",
  roles: {
    nodes: patched(clock, ({ on }) => ({
      on: {
        Message: (node, message, context) =>
          message.stamp.time > context.now ? node : on.Message(node, message, context),
      },
    })),
  },
})

/** Whoever cannot have a stamp never hears of it. */
export const refusesInSilence = mutant({
  of: quick,
  breaks: "answersAtOnce",
  roles: {
    nodes: patched(clock, ({ calls }) => ({
      calls: {
        stamp: (node, _, context) =>
          event(node.stamp, context.now).stamp.count > largestCount ? node : calls.stamp(node, _, context),
      },
    })),
  },
})

/** The last place is left empty. */
export const leavesRoom = mutant({
  of: quick,
  breaks: "fillsTheRoom",
  roles: {
    nodes: patched(clock, ({ calls, on }) => {
      const isFull = (node: Clock, cause: Stamp, now: number) =>
        event(later(node.stamp, cause), now).stamp.count >= largestCount
      return {
        calls: {
          stamp: (node, _, context) =>
            isFull(node, node.stamp, context.now)
              ? [node, reject(context.call, "too much happened at one time")]
              : calls.stamp(node, _, context),
          send: (node, payload, context) =>
            isFull(node, node.stamp, context.now)
              ? [node, reject(context.call, "too much happened at one time")]
              : calls.send(node, payload, context),
        },
        on: {
          Message: (node, message, context) =>
            isFull(node, message.stamp, context.now) ? node : on.Message(node, message, context),
        },
      }
    }),
  },
})

/** Only what is sent is stamped. */
export const stampsOnlyMessages = mutant({
  of: quick,
  breaks: "stampsAlone",
  roles: {
    nodes: patched(clock, () => ({ calls: { stamp: (node, _, { call }) => [node, reject(call, "only messages")] } })),
  },
})
