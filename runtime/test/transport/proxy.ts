import { connect, createServer, type Socket } from "node:net"
import { once } from "node:events"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"

/** Something between two nodes that can stop to carry bytes without a word, as a cable does. */
export interface Proxy {
  readonly address: string
  readonly freeze: () => void
  /** Carries new connections; those that were frozen stay so. */
  readonly thaw: () => void
}

export const openProxy = (address: string): Effect.Effect<Proxy, never, Scope.Scope> =>
  Effect.gen(function* () {
    const sockets = new Set<Socket>()
    let isFrozen = false
    const [host = "", port] = address.split(":")

    const join = (one: Socket, other: Socket): void => {
      sockets.add(one)
      one.on("data", (chunk) => other.write(chunk))
      one.on("error", () => undefined)
      one.on("close", () => {
        sockets.delete(one)
        if (!isFrozen) other.destroy()
      })
    }

    const server = createServer((socket) => {
      const onward = connect({ host, port: Number(port) })
      join(socket, onward)
      join(onward, socket)
      if (isFrozen) for (const each of [socket, onward]) each.pause()
    })
    server.listen(0, "127.0.0.1")
    yield* Effect.promise(() => once(server, "listening"))
    yield* Effect.addFinalizer(() =>
      Effect.sync(() => {
        server.close()
        for (const socket of sockets) socket.destroy()
      }),
    )
    const bound = server.address()
    return {
      address: `127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}`,
      freeze() {
        isFrozen = true
        for (const socket of sockets) socket.pause()
      },
      thaw() {
        isFrozen = false
      },
    }
  })
