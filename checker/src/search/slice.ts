import { isTimeout, underClock } from "../clock.ts"
import { takeInterrupted, trouble } from "../machine/trouble.ts"

const refusal = (name: string) => (): never => {
  throw new Error(`what only ends the process: take process.${name} out`)
}

/**
 * A handler that ends the process, or one thread of it, would end the search without a word: it throws in place of that. The first
 * of these calls the second.
 */
export const refusals = { exit: refusal("exit"), reallyExit: refusal("reallyExit"), abort: refusal("abort") }

/** Until what is given back is called, nothing ends the process. */
const refuseToExit = (): (() => void) => {
  const own = Object.keys(refusals).map((name): readonly [string, unknown] => [name, Reflect.get(process, name)])
  Object.assign(process, refusals)
  return () => Object.assign(process, Object.fromEntries(own))
}

const less = "let less happen in one state: exchange fewer names, or ask for fewer nodes or clients"

/** Says what took so long: a piece of the spec that hardly ran when it was cut off was only the last of many. */
const blame = (millis: number): never => {
  const interrupted = takeInterrupted()
  if (interrupted === undefined)
    return trouble("endless", "the model", `takes more than ${millis} ms for a few states`, undefined, less)
  const { handler, input, began } = interrupted
  if (performance.now() - began < millis / 2)
    return trouble("endless", handler, `came last of what takes more than ${millis} ms for a few states`, input, less)
  return trouble("endless", handler, `did not come to an end within ${millis} ms`, input)
}

/** How long everything that one state asks for may take, and so each handler, where nobody says otherwise. */
export const usualMillis = 5_000

/**
 * Runs a slice of the search under a clock that the slice itself cannot stop:
 * a handler that never returns is cut off, and named; so is one that ends the process.
 */
export const guardedSlice = <Value>(run: () => Value, millis: number = usualMillis): Value => {
  const allowToExit = refuseToExit()
  try {
    return underClock(run, millis)
  } catch (error) {
    if (!isTimeout(error)) throw error
    return blame(millis)
  } finally {
    allowToExit()
  }
}

/** Lets timers, signals and output have their turn. */
export const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
