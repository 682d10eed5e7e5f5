import { model, protocol, roles } from "@lockstep/language"
import { asked, client, type ClientShape, type Question, type Value } from "./client.ts"

interface Server {
  readonly value: Value
}

const { role, send } = roles<{
  servers: { state: Server; hears: { clients: Question } }
  clients: ClientShape
}>()

const server = role("servers", {
  initial: { value: null },
  on: {
    Put: (_, { request, value }, { from }) => [{ value }, send(from, { type: "PutOk", request })],
    Get: (node, { request }, { from }) => [node, send(from, { type: "GetOk", request, value: node.value })],
  },
})

/** Servers that know nothing of each other (`single-copy-register.rs`). */
const singleCopyRegister = protocol({ roles: { servers: server, clients: client } })

export const twoClients = model(singleCopyRegister, { nodes: { servers: 1, clients: 2 }, ...asked })
export const threeClients = model(singleCopyRegister, { nodes: { servers: 1, clients: 3 }, ...asked })

/** With two servers there are two copies, and no register. */
export const twoServers = model(singleCopyRegister, { nodes: { servers: 2, clients: 2 }, ...asked })
