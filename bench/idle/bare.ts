/**
 * What the beat alone costs: Node's own sockets between as many processes, a message of the same size as often, and nothing else. The
 * first sends to the others, which answer over connections of their own.
 */
import { connect, createServer, type Socket } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"

const beat = Buffer.alloc(24, 1)

const [self = "", beatMillis = "", , ...addresses] = process.argv.slice(2)
const portOf = (address: string): number => Number(address.split(":")[1])
const own = Number(self.slice(1)) - 1
const peers: Socket[] = []

const receive = (socket: Socket): void => {
  socket.setNoDelay(true)
  socket.on("error", () => undefined)
  socket.on("data", () => own > 0 && peers[0]?.write(beat))
}
createServer(receive).listen(portOf(addresses[own] ?? ""), "127.0.0.1")

/** Calls until somebody is there. */
const reach = async (address: string): Promise<Socket> => {
  for (;;) {
    const socket = connect(portOf(address), "127.0.0.1").setNoDelay(true)
    const isUp = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true))
      socket.on("error", () => resolve(false))
    })
    if (isUp) return socket
    await sleep(100)
  }
}

process.once("SIGTERM", () => process.exit(0))
for (const [index, address] of addresses.entries()) if (index !== own) peers.push(await reach(address))
if (own === 0) setInterval(() => peers.forEach((peer) => peer.write(beat)), Number(beatMillis))
