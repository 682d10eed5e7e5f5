import type { Socket } from "node:net"
import { overLines } from "./lines.ts"
import { heard, type Performed, type Report } from "./words.ts"

type Activity = Omit<Extract<Report, { kind: "perform" }>, "kind" | "id">

/** Whoever performs what nodes ask for, and hears of their events. */
export interface World {
  readonly tell: (report: Report) => void
  readonly perform: (activity: Activity) => Promise<unknown>
}

/** For protocols that ask for nothing. */
export const worldOfNobody: World = {
  tell: () => undefined,
  perform: ({ activity }) => Promise.reject(new Error(`nobody performs ${activity}`)),
}

/** The world at the other end of a socket. */
export const worldAt = (socket: Socket): World => {
  const waiting = new Map<number, (result: unknown) => void>()
  let count = 0
  const { say } = overLines(socket, (value) => {
    const { id, result } = heard<Performed>(value)
    waiting.get(id)?.(result)
    waiting.delete(id)
  })
  socket.on("error", () => socket.destroy())
  return {
    tell: say,
    perform: (activity) =>
      new Promise((resolve) => {
        waiting.set(++count, resolve)
        say({ kind: "perform", id: count, ...activity } satisfies Report)
      }),
  }
}
