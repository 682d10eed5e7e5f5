import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import type { Timers } from "./timers.ts"

/** Sleeps until timers are due, and then names them. */
export interface Alarm {
  /** Runs for ever. */
  readonly run: Effect.Effect<never>
  /** Deadlines may have changed. It wakes only if one is earlier than what it sleeps for: a timer that is put off costs nothing. */
  readonly reset: () => void
}

/** Milliseconds of a clock that never jumps. */
export const elapsedOf = (clock: Clock.Clock): number => Number(clock.monotonicTimeNanosUnsafe()) / 1e6

export const makeAlarm = (timers: Timers, ring: (timer: string) => void): Alarm => {
  const earlier = Latch.makeUnsafe()
  let until = Infinity

  const once = Effect.fnUntraced(function* () {
    const clock = yield* Clock.Clock
    const now = elapsedOf(clock)
    for (const timer of timers.due(now)) ring(timer)
    until = timers.next()
    earlier.closeUnsafe()
    const sleep = until === Infinity ? Effect.never : Effect.sleep(Duration.millis(Math.max(1, Math.ceil(until - now))))
    yield* Effect.raceFirst(sleep, earlier.await)
  })

  return {
    run: Effect.forever(once()),
    reset() {
      if (timers.next() < until) earlier.openUnsafe()
    },
  }
}
