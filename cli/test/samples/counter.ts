import { algorithm } from "@lockstep/language"

export const counter = algorithm<{ count: number; last: string | null }>({
  initial: [{ count: 0, last: null }],
  actions: { up: ({ count }) => ({ count: count + 1, last: "up" }) },
  /** A counter that nobody stops. */
  never: { tooMuch: ({ count }) => count > 9 || count === 2 },
})
