import { model, type NodeId, protocol, roles } from "@lockstep/language"

interface Ping {
  readonly type: "Ping"
}

const { role, send } = roles<{
  client: { state: { done: boolean }; timer: "ask" }
  server: { state: { pings: number }; hears: { client: Ping } }
}>()

const client = role("client", {
  initial: { done: false },
  timers: {
    ask: {
      while: (node) => !node.done,
      fire: (_, { self }) => [{ done: true }, send<"server">(self as string as NodeId<"server">, { type: "Ping" })],
    },
  },
})

const server = role("server", { initial: { pings: 0 }, on: { Ping: (node) => ({ pings: node.pings + 1 }) } })

export const pair = model(protocol({ roles: { client, server } }), { nodes: { client: 1, server: 1 } })
