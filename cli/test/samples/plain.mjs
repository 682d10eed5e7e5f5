import { model, protocol, spec } from "@lockstep/language"

const { role } = spec()

/** A spec in JavaScript, which has no types to be read. */
const counter = role({
  initial: { count: 0 },
  timers: { up: { while: ({ count }) => count < 2, fire: ({ count }) => ({ count: count + 1 }) } },
})

export const quick = model(protocol({ roles: { counter } }), { nodes: { counter: 1 } })
