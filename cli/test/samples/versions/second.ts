import { protocol, spec } from "@lockstep/language"

const { role, broadcast } = spec<{
  state: { readonly count: number; readonly by: string | null }
  message: { type: "Count"; count: number; by: string | null }
  timer: "tell"
}>()

/** Says also who counted: what is added to the end and may be null breaks nothing. */
const server = role({
  initial: { count: 0, by: null },
  durable: ["count", "by"],
  timers: {
    tell: {
      while: (node) => node.count < 3,
      fire: (node) => [
        { count: node.count + 1, by: node.by },
        broadcast({ type: "Count", count: node.count, by: node.by }),
      ],
    },
  },
  on: {
    Count: (node, { count, by }) => ({ ...node, count, by }),
  },
})

export const counting = protocol({ roles: { servers: server } })
