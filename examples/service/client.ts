import { connect } from "node:net"
import { overLines } from "./lines.ts"
import { type Answer, heard, type Question } from "./words.ts"

type WithoutId<Asked> = Asked extends unknown ? Omit<Asked, "id"> : never

/** A connection to a process that serves nodes. */
export interface Client {
  /** The answer, or an error: "Lost" if the connection broke before it came, "Unasked" if there is no connection. */
  readonly ask: (question: WithoutId<Question>) => Promise<Answer>
  readonly isOpen: () => boolean
  /** The other side does not read as fast as this one asks. */
  readonly isCongested: () => boolean
  readonly close: () => void
}

/** Connects to a process, and asks it many things at once. Whatever has no answer when the connection breaks, is lost. */
export const openClient = (port: number): Client => {
  const waiting = new Map<number, (answer: Answer) => void>()
  const socket = connect(port, "127.0.0.1")
  let count = 0
  let wasOpen = false
  const { say } = overLines(socket, (value) => {
    const answer = heard<Answer>(value)
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  const lose = (): void => {
    socket.destroy()
    const error = wasOpen ? "Lost" : "Unasked"
    for (const [id, resume] of waiting) resume({ id, error, reason: "the connection broke" })
    waiting.clear()
  }
  socket.on("connect", () => (wasOpen = true))
  socket.on("error", lose)
  socket.on("close", lose)
  return {
    ask: (question) =>
      new Promise((resolve) => {
        const id = ++count
        if (socket.destroyed) return resolve({ id, error: "Unasked", reason: "there is no connection" })
        waiting.set(id, resolve)
        say({ id, ...question } satisfies Question)
      }),
    isOpen: () => !socket.destroyed,
    isCongested: () => socket.writableNeedDrain,
    close: lose,
  }
}
