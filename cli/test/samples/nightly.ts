import { algorithm } from "@lockstep/language"

/** Counts to a thousand, and starts again. */
export const nightly = algorithm<{ count: number }>({
  initial: [{ count: 0 }],
  actions: { up: ({ count }) => ({ count: (count + 1) % 1000 }) },
  always: { small: ({ count }) => count < 1000 },
})
