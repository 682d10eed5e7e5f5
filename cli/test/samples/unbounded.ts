import { algorithm } from "@lockstep/language"

/** Has no end. */
export const unbounded = algorithm<{ n: number }>({
  initial: [{ n: 0 }],
  actions: { up: (s) => ({ n: s.n + 1 }) },
  always: { small: (s) => s.n >= 0 },
})

export const falls = algorithm<{ n: number }>({
  initial: [{ n: 0 }],
  actions: {
    fall: () => {
      throw "off"
    },
  },
})
