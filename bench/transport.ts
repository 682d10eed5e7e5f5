/**
 * Measures how many frames of 256 bytes a second go from one node to another over loopback, both in one process, beside what `node:net` carries
 * of the same bytes in the same portions. They take turns, and the best round of each counts. Prints a table; asserts nothing.
 */
import { once } from "node:events"
import { connect, createServer } from "node:net"
import { setImmediate as turn } from "node:timers/promises"
import { type Membership, Tcp, Tls, Transport } from "@lockstep/runtime"
import { layer as webSocketLayer } from "@lockstep/runtime/websocket"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { makeAuthority } from "../test/servers/authority.ts"

const frameBytes = 256
const headBytes = 5
const frames = Number(process.env["FRAMES"] ?? 200_000)
const rounds = 5
/** So many leave in one moment, as the messages of one batch of a node do. */
const portion = 64
/** So many are on their way at most. */
const window = 4096

/** One way to bring frames across. */
interface Lane {
  readonly sendPortion: () => void
  readonly arrived: () => number
}

/** Sends all frames and waits until they are there: frames a second. */
const race = async ({ sendPortion, arrived }: Lane): Promise<number> => {
  const before = arrived()
  const began = performance.now()
  let sent = 0
  while (arrived() - before < frames) {
    while (sent < frames && sent - (arrived() - before) < window) {
      sendPortion()
      sent += portion
    }
    await turn()
  }
  return (frames / (performance.now() - began)) * 1000
}

/** An address that nobody listens at. */
const freeAddress = async (): Promise<string> => {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  await once(server, "close")
  return `127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`
}

const openRaw = (): Effect.Effect<Lane, never, Scope.Scope> =>
  Effect.gen(function* () {
    let bytes = 0
    const server = createServer((socket) => socket.on("data", (chunk) => (bytes += chunk.length))).listen(
      0,
      "127.0.0.1",
    )
    yield* Effect.promise(() => once(server, "listening"))
    const address = server.address()
    const socket = connect(typeof address === "object" && address !== null ? address.port : 0, "127.0.0.1")
    yield* Effect.promise(() => once(socket, "connect"))
    socket.setNoDelay(true)
    yield* Effect.addFinalizer(() => Effect.sync(() => void [socket.destroy(), server.close()]))
    const frame = Buffer.alloc((frameBytes + headBytes) * portion)
    return { sendPortion: () => void socket.write(frame), arrived: () => Math.floor(bytes / (frameBytes + headBytes)) }
  })

const join = (
  node: string,
  addresses: { readonly [node: string]: string },
  layer: Layer.Layer<Transport>,
  receive: () => void,
): Effect.Effect<Membership, unknown, Scope.Scope> =>
  Effect.flatMap(Transport, (transport) =>
    transport.join({
      identity: { protocol: "bench", version: "1", specHash: "bench", node },
      addresses,
      hasRoom: () => true,
      room: Effect.void,
      receive: () => void receive(),
    }),
  ).pipe(Effect.provide(layer))

const openNodes = (layerOf: (node: string) => Layer.Layer<Transport>): Effect.Effect<Lane, unknown, Scope.Scope> =>
  Effect.gen(function* () {
    const addresses = { n1: yield* Effect.promise(freeAddress), n2: yield* Effect.promise(freeAddress) }
    let count = 0
    yield* join("n2", addresses, layerOf("n2"), () => count++)
    const one = yield* join("n1", addresses, layerOf("n1"), () => undefined)
    yield* Effect.sync(one.links).pipe(
      Effect.delay("10 millis"),
      Effect.repeat({ until: (links) => links.every(({ state }) => state === "up") }),
    )
    const frame = new Uint8Array(frameBytes)
    return {
      sendPortion() {
        for (let at = 0; at < portion; at++) one.send("n2", frame)
      },
      arrived: () => count,
    }
  })

const authority = await makeAuthority()
const credentials = {
  n1: Effect.succeed(await authority.issue("n1")),
  n2: Effect.succeed(await authority.issue("n2")),
}
const securityOf = (node: string) => ({ credentials: node === "n1" ? credentials.n1 : credentials.n2 })

const measure = Effect.gen(function* () {
  const lanes = [
    { name: "node:net", lane: yield* openRaw(), best: 0 },
    { name: "TCP", lane: yield* openNodes(() => Tcp.layer), best: 0 },
    { name: "mutual TLS", lane: yield* openNodes((node) => Tls.layer(securityOf(node))), best: 0 },
    { name: "WebSocket", lane: yield* openNodes(() => webSocketLayer()), best: 0 },
    {
      name: "WebSocket over mutual TLS",
      lane: yield* openNodes((node) => webSocketLayer({ security: securityOf(node) })),
      best: 0,
    },
  ]
  for (let round = 0; round < rounds; round++)
    for (const entry of lanes) entry.best = Math.max(entry.best, yield* Effect.promise(() => race(entry.lane)))
  const raw = lanes[0]?.best ?? 0
  console.log("| over | frames a second | of node:net |\n|---|---:|---:|")
  for (const { name, best } of lanes)
    console.log(`| ${name} | ${Math.round(best).toLocaleString("en")} | ${((best / raw) * 100).toFixed(0)}% |`)
})

await Effect.runPromise(Effect.scoped(measure))
