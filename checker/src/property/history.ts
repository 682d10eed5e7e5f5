import type { HistoryProperty } from "@lockstep/language"
import type { Answered, ClientStates, Operation } from "../machine/protocol/clients.ts"
import { encode } from "../store/encode.ts"

/** How far the search for an order has come: operations taken for each client, and the object's state. */
interface Point {
  readonly taken: readonly number[]
  readonly inFlight: readonly boolean[]
  readonly state: unknown
}

/** Whether operations of the history can be put in one order that its object would have allowed. */
export const consistentHistory = (property: HistoryProperty, history: unknown): boolean => {
  const clients = history as ClientStates
  const realTime = property.kind === "linearizable"
  const dead = new Set<string>()

  const apply = (state: unknown, { call, argument }: Operation): readonly [unknown, unknown] => {
    const method = property.object.calls[call] as
      ((state: unknown, argument: unknown) => readonly [unknown, unknown]) | undefined
    if (method === undefined) throw new Error(`the sequential object has no call "${call}"`)
    return method(state, argument)
  }

  /** An operation may come next only when all that were answered before it began have been taken. */
  const mayFollow = (operation: Operation, taken: readonly number[]): boolean =>
    !realTime || operation.after.every((count, client) => (taken[client] ?? 0) >= count)

  const takeAnswered = (point: Point, client: number): Point | undefined => {
    const operation: Answered | undefined = clients[client]?.answered[point.taken[client] ?? 0]
    if (operation === undefined || !mayFollow(operation, point.taken)) return undefined
    const [state, answer] = apply(point.state, operation)
    if (encode(answer) !== encode(operation.answer)) return undefined
    return { ...point, state, taken: point.taken.with(client, (point.taken[client] ?? 0) + 1) }
  }

  const takeInFlight = (point: Point, client: number): Point | undefined => {
    const own = clients[client]
    if (own === undefined || own.flight === null || point.inFlight[client]) return undefined
    if ((point.taken[client] ?? 0) < own.answered.length || !mayFollow(own.flight, point.taken)) return undefined
    const [state] = apply(point.state, own.flight)
    return { ...point, state, inFlight: point.inFlight.with(client, true) }
  }

  const complete = (point: Point): boolean =>
    clients.every((client, index) => client.answered.length === point.taken[index])

  const search = (point: Point): boolean => {
    if (complete(point)) return true
    const key = encode([point.taken, point.inFlight, point.state])
    if (dead.has(key)) return false
    for (const client of clients.keys()) {
      for (const next of [takeAnswered(point, client), takeInFlight(point, client)])
        if (next !== undefined && search(next)) return true
    }
    dead.add(key)
    return false
  }

  return search({ taken: clients.map(() => 0), inFlight: clients.map(() => false), state: property.object.initial })
}
