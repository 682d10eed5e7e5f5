import type { Sleep } from "@lockstep/runtime"
import type { Clock } from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"

/** The two clocks of a node: one that measures how long something takes, and one that tells the time of the world. */
export interface NodeClock {
  readonly service: Clock
  /** How the node sleeps by it, without a fiber. */
  readonly sleep: Sleep
  /** When the first sleeper is due, on the clock that measures. */
  readonly next: () => number
  /** Moves that clock to the first sleeper, and wakes all that are due. */
  readonly wake: () => void
  /** Moves that clock on, though not beyond the first sleeper. */
  readonly pass: (millis: number) => void
  readonly elapsedMillis: () => number
  /** Sets the clock of the world. */
  readonly set: (millis: number) => void
}

interface Sleeper {
  readonly due: number
  readonly wake: () => void
}

/** A clock is asked for the same time again and again. */
const inNanos = (): ((millis: number) => bigint) => {
  let last = 0
  let nanos = 0n
  return (millis) => {
    if (millis !== last) [last, nanos] = [millis, BigInt(Math.floor(millis * 1e6))]
    return nanos
  }
}

/** A clock of the world that stands at `now` and moves only when it is set. */
export const makeClock = (elapsed: number, now: number): NodeClock => {
  let sleepers: Sleeper[] = []
  let [measured, told] = [elapsed, now]

  const sleep: Sleep = (millis, wake) => {
    const sleeper = { due: measured + millis, wake }
    sleepers.push(sleeper)
    return () => void (sleepers = sleepers.filter((other) => other !== sleeper))
  }

  const sleeping = (duration: Duration.Duration): Effect.Effect<void> =>
    Effect.callback((resume) => {
      const cancel = sleep(Duration.toMillis(duration), () => resume(Effect.void))
      return Effect.sync(cancel)
    })

  const next = (): number => {
    let first = Infinity
    for (const { due } of sleepers) if (due < first) first = due
    return first
  }
  const ofMeasured = inNanos()
  const ofTold = inNanos()

  return {
    service: {
      currentTimeMillisUnsafe: () => told,
      currentTimeMillis: Effect.sync(() => told),
      currentTimeNanosUnsafe: () => ofTold(told),
      currentTimeNanos: Effect.sync(() => ofTold(told)),
      monotonicTimeNanosUnsafe: () => ofMeasured(measured),
      monotonicTimeNanos: Effect.sync(() => ofMeasured(measured)),
      sleep: sleeping,
    },
    sleep,
    next,
    wake() {
      measured = Math.max(measured, next())
      const due = sleepers.filter((sleeper) => sleeper.due <= measured)
      sleepers = sleepers.filter((sleeper) => sleeper.due > measured)
      for (const { wake } of due) wake()
    },
    pass: (millis) => void (measured = Math.max(measured, Math.min(measured + millis, next()))),
    elapsedMillis: () => measured,
    set: (millis) => void (told = millis),
  }
}
