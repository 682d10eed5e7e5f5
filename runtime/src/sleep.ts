import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"

/** Calls back once after some time, unless its answer is called before. */
export type Sleep = (millis: number, wake: () => void) => () => void

/** Node wakes at once from a sleep of more than 24 days. */
const longestMillis = 2 ** 31 - 1

const systemSleep: Sleep = (millis, wake) => {
  if (millis <= longestMillis) {
    const timeout = setTimeout(wake, millis)
    return () => clearTimeout(timeout)
  }
  let cancel = systemSleep(longestMillis, () => (cancel = systemSleep(millis - longestMillis, wake)))
  return () => cancel()
}

const systemClock = Context.get(Context.empty(), Clock.Clock)

/** How nodes sleep where that is not left to their clock, as in a simulation of both. */
export const Sleeping = Context.Reference<Sleep | undefined>("@lockstep/runtime/Sleeping", {
  defaultValue: () => undefined,
})

/** A sleep is what an idle node does all the time. That of the system's clock needs no fiber; any other clock has its own way. */
export const sleepOf = (context: Context.Context<never>): Sleep => {
  const own = Context.get(context, Sleeping)
  if (own !== undefined) return own
  const clock = Context.get(context, Clock.Clock)
  if (clock === systemClock) return systemSleep
  const run = Effect.runForkWith(context)
  return (millis, wake) => {
    const sleeping = run(clock.sleep(Duration.millis(millis)))
    sleeping.addObserver((exit) => void (Exit.isSuccess(exit) && wake()))
    return () => sleeping.interruptUnsafe()
  }
}

/** Does something again and again, with a pause before each time. The answer ends it. */
export const repeating = (sleep: Sleep, millis: number, run: () => void): (() => void) => {
  const wait = (): (() => void) =>
    sleep(millis, () => {
      cancel = wait()
      run()
    })
  let cancel = wait()
  return () => cancel()
}

/** Does something again and again, with a pause before each time, until the scope closes. */
export const every = Effect.fnUntraced(function* (pause: Duration.Input, run: () => void) {
  const sleep = sleepOf(yield* Effect.context<never>())
  const end = repeating(sleep, Duration.toMillis(Duration.fromInputUnsafe(pause)), run)
  yield* Effect.addFinalizer(() => Effect.sync(end))
})
