import { algorithm } from "@lockstep/language"

/** A counter that climbs too far. */
export const quick = algorithm<{ n: number }>({
  initial: [{ n: 0 }],
  actions: { up: ({ n }) => n < 4 && { n: n + 1 } },
  always: { small: ({ n }) => n < 3 },
})
