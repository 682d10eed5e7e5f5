import { isMainThread } from "node:worker_threads"
import { type Algorithm, algorithm } from "@lockstep/language"

interface Counters {
  readonly left: number
  readonly right: number
}

let looked = 0

/** What a handler finds in its place while it runs ends nothing. */
const { exit } = process

/** Ends its thread in the middle of the search, unless that is the main one. */
const endsItsThread = (): void => {
  if (!isMainThread && looked++ > 200) exit(3)
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

/** Throws in threads that are not the main one: what it does depends on more than it is given. */
export const moody: Algorithm<Counters> = algorithm<Counters>({
  initial: [{ left: 0, right: 0 }],
  actions: {
    left: ({ left }) => {
      if (!isMainThread && left > 20) throw new Error("not here")
      return { left: Math.min(left + 1, 400) }
    },
    right: ({ right }) => ({ right: Math.min(right + 1, 400) }),
  },
})
