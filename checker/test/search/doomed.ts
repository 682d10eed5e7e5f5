import { isMainThread } from "node:worker_threads"
import { type Algorithm, algorithm } from "@lockstep/language"

interface Counters {
  readonly left: number
  readonly right: number
}

let looked = 0

/** Ends its thread in the middle of the search, unless that is the main one. */
const endsItsThread = (): void => {
  if (!isMainThread && looked++ > 200) process.exit(3)
}

/** Two counters, with states enough for two threads. */
export const doomed: Algorithm<Counters> = algorithm<Counters>({
  initial: [{ left: 0, right: 0 }],
  actions: {
    left: ({ left }) => ({ left: Math.min(left + 1, 400) }),
    right: ({ right }) => ({ right: Math.min(right + 1, 400) }),
  },
  always: {
    lives: ({ left, right }) => {
      endsItsThread()
      return left + right >= 0
    },
  },
})
