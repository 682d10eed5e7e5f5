import { algorithm } from "@lockstep/language"

export const lost = algorithm<{ count: number }>({
  initial: [{ count: 0 }],
  actions: {
    search: ({ count }) => {
      let next = count
      while (next !== 7) next = next + 2
      return { count: next }
    },
  },
})
