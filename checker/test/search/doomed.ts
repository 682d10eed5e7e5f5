import { isMainThread } from "node:worker_threads"
import { type Algorithm, algorithm } from "@lockstep/language"

interface Counters {
  readonly left: number
  readonly right: number
}

let looked = 0

/** What `exit` calls in the end, taken before it is taken away while handlers run. */
const { reallyExit } = process as typeof process & { readonly reallyExit: (code: number) => never }

/** A spec may have taken it before any handler runs. */
const { exit } = process

/** Ends its thread in the middle of the search, unless that is the main one. */
const endsItsThread = (): void => {
  if (!isMainThread && looked++ > 200) reallyExit(3)
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

/** The same, after there was much to tell of. */
export const moodyLate: Algorithm<Counters> = algorithm<Counters>({
  initial: [{ left: 0, right: 0 }],
  actions: {
    left: ({ left }) => {
      if (!isMainThread && left > 900) throw new Error("not here")
      return { left: Math.min(left + 1, 1_000) }
    },
    right: ({ right }) => ({ right: Math.min(right + 1, 1_000) }),
  },
})

/** Ends threads that are not the main one. */
export const leaving: Algorithm<Counters> = algorithm<Counters>({
  initial: [{ left: 0, right: 0 }],
  actions: {
    left: ({ left }) => (!isMainThread && left > 20 ? exit(3) : { left: Math.min(left + 1, 400) }),
    right: ({ right }) => ({ right: Math.min(right + 1, 400) }),
  },
})

/** Sleeps for a while in threads that are not the main one, as on a machine that has too much to do. */
export const drowsy: Algorithm<Counters> = algorithm<Counters>({
  initial: [{ left: 0, right: 0 }],
  actions: {
    left: ({ left }) => {
      const until = performance.now() + (!isMainThread && left === 20 ? 1_500 : 0)
      while (performance.now() < until);
      return { left: Math.min(left + 1, 400) }
    },
    right: ({ right }) => ({ right: Math.min(right + 1, 400) }),
  },
})
