import { model, type NodeId, protocol, spec } from "@lockstep/language"

const { role, send } = spec<{ state: { sent: boolean }; message: { type: "Hello" }; timer: "greet" }>()

const server = role({
  initial: { sent: false },
  timers: {
    greet: {
      while: (node) => !node.sent,
      fire: () => [{ sent: true }, send("n7" as NodeId<"node">, { type: "Hello" })],
    },
  },
  on: { Hello: (node) => node },
})

export const twoServers = model(protocol({ roles: { servers: server } }), { nodes: { servers: 2 } })
