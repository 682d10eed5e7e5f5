import { protocol, spec } from "@lockstep/language"

const { role, broadcast } = spec<{
  state: { readonly count: number }
  message: { type: "Count"; count: number }
  timer: "tell"
}>()

/** The first version. */
const server = role({
  initial: { count: 0 },
  durable: ["count"],
  timers: {
    tell: {
      while: (node) => node.count < 3,
      fire: (node) => [{ ...node, count: node.count + 1 }, broadcast({ type: "Count", count: node.count })],
    },
  },
  on: {
    Count: (node, { count }) => ({ ...node, count }),
  },
})

export const counting = protocol({ roles: { servers: server } })
