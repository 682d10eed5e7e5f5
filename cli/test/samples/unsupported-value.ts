import { algorithm } from "@lockstep/language"

export const half = algorithm<{ amount: number }>({
  initial: [{ amount: 1 }],
  actions: { halve: ({ amount }) => ({ amount: amount / 2 }) },
})
