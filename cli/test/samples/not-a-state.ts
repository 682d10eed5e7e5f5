import { algorithm } from "@lockstep/language"

export const counter = algorithm<{ count: number }>({
  initial: [{ count: 0 }],
  // @ts-expect-error a compiler that is asked says it first
  actions: { up: ({ count }) => count + 1 },
})
