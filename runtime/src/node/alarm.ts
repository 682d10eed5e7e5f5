import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import type { Timers } from "./timers.ts"

/** Milliseconds of a clock that never jumps. */
export const elapsedOf = (clock: Clock.Clock): number => Number(clock.monotonicTimeNanosUnsafe()) / 1e6

/** Sleeps until timers are due, and names them, as long as its scope is open. */
export interface Alarm {
  /** Deadlines may have changed. It wakes only if one is earlier than what it sleeps for: a timer that is put off costs nothing. */
  readonly reset: () => void
}

/** One fiber sleeps at a time: a sleep is the only cost of an idle node. */
export const makeAlarm = Effect.fnUntraced(function* (timers: Timers, ring: (timer: string) => void) {
  const clock = yield* Clock.Clock
  const context = yield* Effect.context<never>()
  const run = Effect.runForkWith(context)
  let sleeping: Fiber.Fiber<void> | undefined
  let until = Infinity
  let isOver = false

  const wake = (): void => {
    sleeping = undefined
    until = Infinity
    for (const timer of timers.due(elapsedOf(clock))) ring(timer)
    reset()
  }

  const reset = (): void => {
    const next = timers.next()
    if (next >= until || isOver) return
    sleeping?.interruptUnsafe()
    until = next
    const pause = Duration.millis(Math.max(1, Math.ceil(next - elapsedOf(clock))))
    sleeping = run(Effect.andThen(clock.sleep(pause), Effect.sync(wake)))
  }

  const end = Effect.sync(() => {
    isOver = true
    sleeping?.interruptUnsafe()
  })
  yield* Effect.addFinalizer(() => end)
  const alarm: Alarm = { reset }
  return alarm
})
