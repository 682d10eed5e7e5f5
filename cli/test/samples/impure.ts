import { algorithm } from "@lockstep/language"

let calls = 0

export const counter = algorithm<{ count: number }>({
  initial: [{ count: 0 }],
  actions: {
    up: ({ count }) => {
      calls = calls + 1
      return { count: count + calls }
    },
  },
})
