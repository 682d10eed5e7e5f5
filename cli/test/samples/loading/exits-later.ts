import { isMainThread } from "node:worker_threads"
import { algorithm } from "@lockstep/language"

/** Ends a thread of a search that is wide enough for two, or else the process. */
export const grid = algorithm<{ n: number; m: number }>({
  initial: [{ n: 0, m: 0 }],
  actions: {
    up({ n, m }) {
      if (n === 300 || (n > 9 && !isMainThread)) process.exit(0)
      return { n: n + 1, m }
    },
    right: ({ n, m }) => m < 300 && { n, m: m + 1 },
  },
})
