import { createServer } from "node:net"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as Node from "../../src/node/index.ts"
import type { ProtocolLibrary } from "../../src/library.ts"
import { MemoryStorage } from "../../src/storage/index.ts"
import type { Transport } from "../../src/transport/index.ts"
import { election } from "../fixtures/election.ts"

export const names = ["n1", "n2", "n3"] as const

const durations = { election: ["150 millis", "300 millis"], heartbeat: "50 millis" } as const

/** Starts one server of an election over a transport. */
export const openServer = (
  self: string,
  addresses: { readonly [node: string]: string },
  transport: Layer.Layer<Transport>,
  store: MemoryStorage.MemoryStore = MemoryStorage.emptyStore(),
  library: ProtocolLibrary = election,
  accepts: readonly string[] = [],
) =>
  Node.openNode({ library, role: "servers", self, nodes: { servers: addresses }, timers: durations, accepts }).pipe(
    Effect.provide(Layer.mergeAll(transport, MemoryStorage.layer(store))),
  )

/** Three servers, each with a network of its own making. */
export const openCluster = (
  addresses: { readonly [node: string]: string },
  transport: Layer.Layer<Transport>,
): Effect.Effect<readonly Node.Node[], unknown, Scope.Scope> =>
  Effect.forEach(names, (self) => openServer(self, addresses, transport))

/** Which of the nodes lead. */
export const leadersOf = (nodes: readonly Node.Node[]) =>
  Effect.filter(nodes, (node) => Effect.map(node.view("leads").get, (leads) => leads === true))

/** Addresses on the loopback that nobody listens at. */
export const freeAddresses = async (): Promise<{ readonly [node: string]: string }> => {
  const servers = await Promise.all(
    names.map(
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer()
          server.listen(0, "127.0.0.1", () => resolve(server))
        }),
    ),
  )
  const ports = servers.map((server) => {
    const address = server.address()
    return typeof address === "object" && address !== null ? address.port : 0
  })
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return Object.fromEntries(names.map((name, index) => [name, `127.0.0.1:${ports[index]}`]))
}
