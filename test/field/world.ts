import { once } from "node:events"
import { createServer } from "node:net"
import { overLines } from "../../examples/service/lines.ts"
import { heard, type Report } from "../../examples/service/words.ts"

export type Event = Extract<Report, { kind: "event" }>
export type Wish = Extract<Report, { kind: "perform" }>

/** What is outside of every node, and lives on when they die: it performs what they ask for, and hears what they tell. */
export interface Outside {
  readonly hear?: (event: Event) => void
  readonly perform?: (wish: Wish) => Promise<unknown>
}

export interface World {
  readonly port: number
  readonly close: () => void
}

export const openWorld = async ({ hear, perform }: Outside): Promise<World> => {
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy())
    const { say } = overLines(socket, (value) => {
      const report = heard<Report>(value)
      if (report.kind === "event") return hear?.(report)
      void perform?.(report).then((result) => say({ id: report.id, result }))
    })
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  return { port: typeof address === "object" && address !== null ? address.port : 0, close: () => server.close() }
}
