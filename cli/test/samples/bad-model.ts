import { algorithm } from "@lockstep/language"

export const nowhere = algorithm<{ count: number }>({
  initial: [],
  actions: { up: ({ count }) => ({ count: count + 1 }) },
})
