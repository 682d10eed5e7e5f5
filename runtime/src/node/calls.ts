import type * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import { type CallError, Rejected, Stopped, TimedOut, withoutStack } from "./errors.ts"

/** Who waits for a call. */
export interface Waiting {
  readonly succeed: (value: unknown) => void
  readonly fail: (error: CallError) => void
}

/** The calls that wait for their answers. */
export interface Calls {
  /** Gives a call its name, which no other call of any life of this node has. It waits up to a moment of the clock that never jumps. */
  readonly open: (call: string, deadline: number, waiting: Waiting) => string
  /** Nobody waits any longer. */
  readonly forget: (id: string) => void
  readonly reply: (id: string, value: unknown) => void
  readonly reject: (id: string, reason: string) => void
  /** No answer came in time. */
  readonly expire: (id: string) => void
  /** The calls that have waited long enough. */
  readonly due: (now: number) => readonly string[]
  /** When to look again, or earlier: an answer does not put it off. */
  readonly next: () => number
  readonly size: () => number
  /** Ends when nobody waits. */
  readonly idle: Effect.Effect<void>
  /** The node stops: nobody will be answered. */
  readonly abandon: () => void
}

interface Open {
  readonly call: string
  readonly deadline: number
  readonly waiting: Waiting
}

/** `life` tells the lives of a node apart: a state may keep the name of a call longer than the one who waits for it lives. */
export const makeCalls = (node: string, life: string): Calls => {
  const open = new Map<string, Open>()
  const idle = Latch.makeUnsafe(true)
  let count = 0
  let next = Infinity

  const forget = (id: string): void => {
    open.delete(id)
    if (open.size === 0) idle.openUnsafe()
  }

  const settle = (id: string, answer: (open: Open) => void): void => {
    const found = open.get(id)
    if (found === undefined) return
    forget(id)
    answer(found)
  }

  return {
    open(call, deadline, waiting) {
      const id = `${node}.${life}.${++count}`
      open.set(id, { call, deadline, waiting })
      next = Math.min(next, deadline)
      idle.closeUnsafe()
      return id
    },
    forget,
    reply: (id, value) => settle(id, ({ waiting }) => waiting.succeed(value)),
    reject: (id, reason) =>
      settle(id, ({ call, waiting }) => waiting.fail(withoutStack(() => new Rejected({ call, reason })))),
    expire: (id) => settle(id, ({ call, waiting }) => waiting.fail(withoutStack(() => new TimedOut({ call })))),
    due(now) {
      next = Infinity
      const due: string[] = []
      for (const [id, { deadline }] of open)
        if (deadline <= now) due.push(id)
        else next = Math.min(next, deadline)
      return due
    },
    next: () => next,
    size: () => open.size,
    idle: idle.await,
    abandon() {
      for (const id of [...open.keys()])
        settle(id, ({ call, waiting }) => waiting.fail(new Stopped({ call, wasBegun: true })))
    },
  }
}
