import type { Socket } from "node:net"

/** Values as lines of JSON over a socket: all that is said in one turn leaves in one write. */
export interface Lines {
  readonly say: (value: unknown) => void
}

/** Hears every line that the other side says, and says lines to it. */
export const overLines = (socket: Socket, hear: (value: unknown) => void): Lines => {
  let rest = ""
  let saying: string[] = []
  socket.setNoDelay(true)
  socket.setEncoding("utf8")
  socket.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n")
    rest = lines.pop() ?? ""
    for (const line of lines) hear(JSON.parse(line))
  })
  const flush = (): void => {
    const lines = saying
    saying = []
    if (!socket.destroyed) socket.write(lines.join(""))
  }
  return {
    say(value) {
      if (saying.push(`${JSON.stringify(value)}\n`) === 1) setImmediate(flush)
    },
  }
}
