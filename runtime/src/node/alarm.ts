import type * as Clock from "effect/Clock"
import type { Sleep } from "../sleep.ts"

/** What an alarm watches over. */
export interface Deadlines {
  /** What to ring for now. Each is named once. */
  readonly due: (now: number) => readonly string[]
  /** When to look again. */
  readonly next: () => number
}

/** Milliseconds of a clock that never jumps. */
export const elapsedOf = (clock: Clock.Clock): number => Number(clock.monotonicTimeNanosUnsafe()) / 1e6

/** Sleeps until something is due, and names it. */
export interface Alarm {
  /** Deadlines may have changed. It wakes only if one is earlier than what it sleeps for: a timer that is put off costs nothing. */
  readonly reset: () => void
  /** It rings no more. */
  readonly end: () => void
}

/** Sleeps once at a time: that is the only cost of an idle node. */
export const makeAlarm = (
  clock: Clock.Clock,
  sleep: Sleep,
  deadlines: Deadlines,
  ring: (name: string) => void,
): Alarm => {
  let cancel = (): void => undefined
  let until = Infinity
  let isOver = false

  const wake = (): void => {
    until = Infinity
    for (const name of deadlines.due(elapsedOf(clock))) ring(name)
    reset()
  }

  const reset = (): void => {
    const next = deadlines.next()
    if (next >= until || isOver) return
    cancel()
    until = next
    cancel = sleep(Math.max(1, Math.ceil(next - elapsedOf(clock))), wake)
  }

  return {
    reset,
    end() {
      isOver = true
      cancel()
    },
  }
}
