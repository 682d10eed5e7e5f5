import { model, protocol, spec } from "@lockstep/language"

const { role } = spec<{ state: { first: boolean }; timer: "look" }>()

const server = role({
  initial: { first: false },
  timers: {
    look: {
      while: (node) => !node.first,
      fire: (node, { self, peers }) => (peers.every((peer) => self < peer) ? { first: true } : node),
    },
  },
})

export const twoServers = model(protocol({ roles: { servers: server } }), {
  nodes: { servers: 2 },
  symmetry: { nodes: ["servers"] },
})
