import { model, protocol, spec } from "@lockstep/language"

const { role, broadcast } = spec<{
  state: { heardAt: number }
  message: { type: "Heartbeat" }
  timer: "beat"
}>()

const server = role({
  initial: { heardAt: 0 },
  timers: {
    beat: { while: (node) => node.heardAt === 0, fire: (node) => [node, broadcast({ type: "Heartbeat" })] },
  },
  on: { Heartbeat: () => ({ heardAt: Date.now() }) },
})

export const twoServers = model(protocol({ roles: { servers: server } }), { nodes: { servers: 2 } })
