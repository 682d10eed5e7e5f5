import { model, protocol, spec } from "@lockstep/language"

const { role, broadcast } = spec<{
  state: { seen: readonly number[] }
  message: { type: "Note"; number: number }
  timer: "talk"
}>()

const server = role({
  initial: { seen: [] },
  timers: {
    talk: { while: (node) => node.seen.length < 2, fire: (node) => [node, broadcast({ type: "Note", number: 1 })] },
  },
  on: {
    Note(node, { number }) {
      if (node.seen.includes(number)) throw new Error(`${number} came twice`)
      return { seen: [...node.seen, number] }
    },
  },
})

export const twoServers = model(protocol({ roles: { servers: server } }), { nodes: { servers: 2 } })
