import { connect } from "node:net"
import { overLines } from "./lines.ts"
import { type Answer, heard, type Question } from "./words.ts"

/** What became of a call, as its client knows: an error with the tag "Lost" when the connection broke before an answer came. */
export type Outcome = Answer

/** A connection to a process that serves nodes. */
export interface Client {
  readonly ask: (question: Omit<Question, "id">) => Promise<Outcome>
  readonly close: () => void
}

/** Connects to a process, and asks it many things at once. Whatever has no answer when the connection breaks, is lost. */
export const openClient = (port: number): Client => {
  const waiting = new Map<number, (outcome: Outcome) => void>()
  const socket = connect(port, "127.0.0.1")
  let count = 0
  const { say } = overLines(socket, (value) => {
    const answer = heard<Answer>(value)
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  const lose = (): void => {
    socket.destroy()
    for (const [id, resume] of waiting) resume({ id, error: "Lost", reason: "the connection broke" })
    waiting.clear()
  }
  socket.on("error", lose)
  socket.on("close", lose)
  return {
    ask: (question) =>
      new Promise((resolve) => {
        const id = ++count
        if (socket.destroyed) return resolve({ id, error: "Refused", reason: "there is no connection" })
        waiting.set(id, resolve)
        say({ id, ...question } satisfies Question)
      }),
    close: lose,
  }
}
