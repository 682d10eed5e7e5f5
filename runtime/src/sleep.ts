import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"

/** Calls back once after some time, unless its answer is called before. */
export type Sleep = (millis: number, wake: () => void) => () => void

const systemSleep: Sleep = (millis, wake) => {
  const timeout = setTimeout(wake, millis)
  return () => clearTimeout(timeout)
}

const systemClock = Context.get(Context.empty(), Clock.Clock)

/** A sleep is what an idle node does all the time. That of the system's clock needs no fiber; any other clock has its own way. */
export const sleepOf = Effect.fnUntraced(function* (clock: Clock.Clock) {
  if (clock === systemClock) return systemSleep
  const run = Effect.runForkWith(yield* Effect.context<never>())
  const sleep: Sleep = (millis, wake) => {
    const sleeping = run(clock.sleep(Duration.millis(millis)))
    sleeping.addObserver((exit) => void (Exit.isSuccess(exit) && wake()))
    return () => sleeping.interruptUnsafe()
  }
  return sleep
})

/** Does something again and again, with a pause before each time, until the scope closes. */
export const every = Effect.fnUntraced(function* (pause: Duration.Input, run: () => void) {
  const sleep = yield* sleepOf(yield* Clock.Clock)
  const millis = Duration.toMillis(Duration.fromInputUnsafe(pause))
  const wait = (): (() => void) =>
    sleep(millis, () => {
      cancel = wait()
      run()
    })
  let cancel = wait()
  yield* Effect.addFinalizer(() => Effect.sync(() => cancel()))
})
