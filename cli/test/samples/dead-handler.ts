import { algorithm } from "@lockstep/language"

export const counter = algorithm<{ count: number }>({
  initial: [{ count: 0 }],
  actions: {
    up: ({ count }) => count < 3 && { count: count + 1 },
    reset: ({ count }) => count > 3 && { count: 0 },
  },
  always: { small: ({ count }) => count < 4 },
})
