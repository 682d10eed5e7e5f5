import type * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import { type CallError, Rejected, Stopped, withoutStack } from "./errors.ts"

/** Who waits for a call. */
export interface Waiting {
  readonly succeed: (value: unknown) => void
  readonly fail: (error: CallError) => void
}

/** The calls that wait for their answers. */
export interface Calls {
  /** Gives a call its name, which no other call of any life of this node has. */
  readonly open: (call: string, waiting: Waiting) => string
  /** Nobody waits any longer. */
  readonly forget: (id: string) => void
  readonly reply: (id: string, value: unknown) => void
  readonly reject: (id: string, reason: string) => void
  readonly size: () => number
  /** Ends when nobody waits. */
  readonly idle: Effect.Effect<void>
  /** The node stops: nobody will be answered. */
  readonly abandon: () => void
}

interface Open {
  readonly call: string
  readonly waiting: Waiting
}

/** `life` tells the lives of a node apart: a state may keep the name of a call longer than the one who waits for it lives. */
export const makeCalls = (node: string, life: string): Calls => {
  const open = new Map<string, Open>()
  const idle = Latch.makeUnsafe(true)
  let count = 0

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
    open(call, waiting) {
      const id = `${node}.${life}.${++count}`
      open.set(id, { call, waiting })
      idle.closeUnsafe()
      return id
    },
    forget,
    reply: (id, value) => settle(id, ({ waiting }) => waiting.succeed(value)),
    reject: (id, reason) =>
      settle(id, ({ call, waiting }) => waiting.fail(withoutStack(() => new Rejected({ call, reason })))),
    size: () => open.size,
    idle: idle.await,
    abandon() {
      for (const id of [...open.keys()])
        settle(id, ({ call, waiting }) => waiting.fail(new Stopped({ call, wasBegun: true })))
    },
  }
}
