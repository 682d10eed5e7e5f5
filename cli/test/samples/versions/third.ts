import { protocol, spec } from "@lockstep/language"

const { role, broadcast } = spec<{
  state: { readonly total: number }
  message: { type: "Total"; total: number }
  timer: "tell"
}>()

/** Counts under another name, which the wire and the disk both see. */
const server = role({
  initial: { total: 0 },
  durable: ["total"],
  timers: {
    tell: {
      while: (node) => node.total < 3,
      fire: (node) => [{ ...node, total: node.total + 1 }, broadcast({ type: "Total", total: node.total })],
    },
  },
  on: {
    Total: (node, { total }) => ({ ...node, total }),
  },
})

export const counting = protocol({ roles: { servers: server } })
