import { once } from "node:events"
import { connect, createServer, type Socket } from "node:net"

/** What a line between two nodes does: carries everything, nothing at all, only late, or swallows without a word what is sent. */
export type Weather = "clear" | "cut" | "late" | "silent"

/** The way from one node to another: what the one takes for the other's address. */
export interface Line {
  readonly port: number
  readonly turn: (weather: Weather) => void
  readonly close: () => void
}

const lateMillis = 60

const relay = (from: Socket, to: Socket, weather: () => Weather): void => {
  from.on("data", (chunk) => {
    if (weather() === "silent") return
    if (weather() === "late") setTimeout(() => to.destroyed || to.write(chunk), lateMillis)
    else if (!to.write(chunk)) from.pause()
  })
  to.on("drain", () => from.resume())
  for (const event of ["error", "close"]) from.on(event, () => to.destroy())
}

/**
 * Stands between two nodes. A line that was silent is cut when it clears: bytes are missing in the middle of it, and TCP would never let
 * the rest of them through.
 */
export const openLine = async (target: number): Promise<Line> => {
  let weather: Weather = "clear"
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    if (weather === "cut") return void near.destroy()
    const far = connect(target, "127.0.0.1")
    for (const socket of [near, far]) {
      sockets.add(socket.setNoDelay(true))
      socket.on("close", () => sockets.delete(socket))
    }
    relay(near, far, () => weather)
    relay(far, near, () => weather)
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  const hangUp = (): void => sockets.forEach((socket) => socket.destroy())
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    turn(next) {
      if (next === "cut" || weather === "silent") hangUp()
      weather = next
    },
    close() {
      hangUp()
      server.close()
    },
  }
}
