import { isMainThread } from "node:worker_threads"
import { type Algorithm, algorithm } from "@lockstep/language"

if (!isMainThread) throw new Error("this model loads in the main thread alone")

interface Counter {
  readonly count: number
}

/** A counter that only the main thread can load. */
export const stillborn: Algorithm<Counter> = algorithm<Counter>({
  initial: [{ count: 0 }],
  actions: { add: ({ count }) => ({ count: Math.min(count + 1, 100) }) },
})
