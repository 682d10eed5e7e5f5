import * as Duration from "effect/Duration"

type Span = Exclude<Duration.Input, readonly unknown[]>

/** How long a timer runs: always the same, or each time anything between two. */
export type TimerDuration = Span | readonly [shortest: Span, longest: Span]

/** How long each timer of a role runs. */
export interface TimerDurations {
  readonly [timer: string]: TimerDuration
}

/** The timers of a node: which of them run, and when each is due. */
export interface Timers {
  /** Takes over which timers run now: those that did not run before begin. */
  readonly review: (running: readonly string[], now: number) => void
  /** A running timer begins anew. */
  readonly restart: (timer: string, now: number) => void
  /** Whether a timer runs and its time has come; if so, it begins anew. */
  readonly fire: (timer: string, now: number) => boolean
  /** The timers to look at now. Each is named once until `fire` was asked for it. */
  readonly due: (now: number) => readonly string[]
  /** When to look again. */
  readonly next: () => number
}

interface Timer {
  readonly name: string
  readonly shortest: number
  readonly longest: number
  /** How long after a step it is looked at again if it does not run. */
  readonly pause: number
  isRunning: boolean
  /** It was named as due, and nobody has asked for it since. */
  isCalled: boolean
  deadline: number
}

const isRange = (duration: TimerDuration): duration is readonly [Span, Span] => Array.isArray(duration)

const millisOf = (duration: Span): number => Duration.toMillis(Duration.fromInputUnsafe(duration))

/** A timer that does not run is seldom looked at: nodes hear of each other more often than that, and each look would wake an idle one. */
const pauseTimes = 4

const makeTimer = (name: string, duration: TimerDuration): Timer => {
  const [from, to] = isRange(duration) ? duration : [duration, duration]
  const longest = millisOf(to)
  return {
    ...{ name, shortest: millisOf(from), longest, pause: pauseTimes * longest },
    ...{ isRunning: false, isCalled: false, deadline: -Infinity },
  }
}

/**
 * Keeps deadlines, and no clock of its own. A timer that does not run is looked at some time after the last step: what it waits for may be
 * the clock itself. `tellLate` hears how late a timer fires.
 */
export const makeTimers = (
  durations: TimerDurations,
  random: () => number,
  tellLate: (millis: number) => void = () => undefined,
): Timers => {
  const timers = new Map(Object.entries(durations).map(([name, duration]) => [name, makeTimer(name, duration)]))
  const all = [...timers.values()]

  const begin = (timer: Timer, now: number): void => {
    timer.deadline = now + timer.shortest + random() * (timer.longest - timer.shortest)
  }

  const find = (name: string): Timer => {
    const timer = timers.get(name)
    if (timer === undefined) throw new Error(`timer ${name} has no duration`)
    return timer
  }

  return {
    review(running, now) {
      for (const name of running) find(name)
      for (const timer of all) {
        const isRunning = running.includes(timer.name)
        if (!isRunning) timer.deadline = now + timer.pause
        else if (!timer.isRunning) begin(timer, now)
        timer.isRunning = isRunning
      }
    },
    restart: (name, now) => begin(find(name), now),
    fire(name, now) {
      const timer = find(name)
      timer.isCalled = false
      if (now < timer.deadline) return false
      if (timer.isRunning) {
        tellLate(now - timer.deadline)
        begin(timer, now)
      } else timer.deadline = now + timer.pause
      return timer.isRunning
    },
    due(now) {
      const due: string[] = []
      for (const timer of all) {
        if (timer.isCalled || timer.deadline > now) continue
        timer.isCalled = true
        due.push(timer.name)
      }
      return due
    },
    next() {
      let next = Infinity
      for (const { isCalled, deadline } of all) if (!isCalled && deadline < next) next = deadline
      return next
    },
  }
}
