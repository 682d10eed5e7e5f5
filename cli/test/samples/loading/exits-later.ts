import { algorithm } from "@lockstep/language"

export const up = algorithm<{ n: number }>({ initial: [{ n: 0 }], actions: { up: () => process.exit(0) } })
