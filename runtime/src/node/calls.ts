import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import { type CallError, Rejected, Stopped } from "./errors.ts"

/** Resumes the fiber that waits for a call. */
export type Resume = (answer: Effect.Effect<unknown, CallError>) => void

/** The calls that wait for their answers. */
export interface Calls {
  /** Gives a call its name, which no other call of any life of this node has. */
  readonly open: (call: string, resume: Resume) => string
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
  readonly resume: Resume
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

  const settle = (id: string, answer: (call: string) => Effect.Effect<unknown, CallError>): void => {
    const waiting = open.get(id)
    if (waiting === undefined) return
    forget(id)
    waiting.resume(answer(waiting.call))
  }

  return {
    open(call, resume) {
      const id = `${node}.${life}.${++count}`
      open.set(id, { call, resume })
      idle.closeUnsafe()
      return id
    },
    forget,
    reply: (id, value) => settle(id, () => Effect.succeed(value)),
    reject: (id, reason) => settle(id, (call) => Effect.fail(new Rejected({ call, reason }))),
    size: () => open.size,
    idle: idle.await,
    abandon() {
      for (const id of [...open.keys()]) settle(id, (call) => Effect.fail(new Stopped({ call, wasBegun: true })))
    },
  }
}
