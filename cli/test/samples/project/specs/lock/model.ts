import { algorithm } from "@lockstep/language"

/** Somebody's own, which `lockstep init` leaves alone. */
export const mine = algorithm<{ n: number }>({ initial: [{ n: 0 }], actions: { stay: (s) => s } })
