import { isMainThread } from "node:worker_threads"
import { type Algorithm, algorithm } from "@lockstep/language"

/** Keeps any thread but the main one alive for good. */
if (!isMainThread) setInterval(() => {}, 1_000)

interface Counter {
  readonly count: number
}

/** A counter, in a module that leaves something open. */
export const lingering: Algorithm<Counter> = algorithm<Counter>({
  initial: [{ count: 0 }],
  actions: { count: ({ count }) => ({ count: Math.min(count + 1, 1_000) }) },
})
