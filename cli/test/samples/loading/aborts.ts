import { algorithm } from "@lockstep/language"

export const up = algorithm<{ n: number }>({ initial: [{ n: 0 }], actions: { up: ({ n }) => ({ n: n + 1 }) } })

process.abort()
