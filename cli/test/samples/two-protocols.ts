import { model, protocol, spec } from "@lockstep/language"

const { role } = spec<{ state: { readonly count: number }; timer: "tick" }>()

/** Counts to as many as it is told. */
const counter = (most: number) =>
  role({
    initial: { count: 0 },
    timers: { tick: { while: ({ count }) => count < most, fire: ({ count }) => ({ count: count + 1 }) } },
  })

export const few = protocol({ roles: { servers: counter(2) } })
export const many = protocol({ roles: { servers: counter(3) } })

export const quick = model(many, { nodes: { servers: 1 } })
