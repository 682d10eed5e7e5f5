import type { Meter } from "../budget.ts"
import type { Effective } from "../operation.ts"
import type { Found } from "../order.ts"
import type { Table } from "../table.ts"
import type { Question } from "./rule.ts"

/** Operations by their places, as bits. */
type Places = bigint

/** One client's copy of the object: what it has applied, and how many of the client's own operations. */
interface Copy {
  readonly applied: Places
  readonly state: number
  readonly done: number
}

interface Point {
  readonly copies: readonly Copy[]
  /** For each operation that has been called, what its client had applied before. */
  readonly pasts: ReadonlyMap<number, Places>
  /** Which copy gets ready for its client's next operation: one at a time does. */
  readonly busy: number | null
}

interface Client {
  /** Its answered operations. */
  readonly own: readonly number[]
  readonly pending: readonly number[]
}

const bit = (place: number): Places => 1n << BigInt(place)

const clientsOf = (operations: readonly Effective[]): readonly Client[] => {
  const places = [...operations.entries()]
  return [...Map.groupBy(places, ([, { client }]) => client).values()].map((all) => ({
    own: all.filter(([, { outcome }]) => outcome === "answered").map(([place]) => place),
    pending: all.filter(([, { outcome }]) => outcome === "pending").map(([place]) => place),
  }))
}

const numbered = ({ operations, table, reads }: Question) =>
  operations.map((operation) => ({
    call: table.callOf(operation.call, operation.argument),
    answer: operation.outcome === "answered" ? table.answerOf(operation.answer) : null,
    isRead: reads.includes(operation.call),
  }))

const keyOf = ({ copies, pasts, busy }: Point): string => {
  const parts = copies.map(({ applied, state, done }) => `${applied.toString(36)},${state},${done}`)
  const known = [...pasts].sort(([one], [other]) => one - other)
  return `${busy}|${parts.join(";")}|${known.map(([place, past]) => `${place}:${past.toString(36)}`).join(";")}`
}

/** The moves of a point, as functions of nothing but the point. */
const makeMoves = (clients: readonly Client[], tasks: ReturnType<typeof numbered>, { apply }: Table) => {
  const nextOf = (client: number, { done }: Copy): number | undefined => clients[client]?.own[done]

  /** What a call adds to what a copy has applied: a read changes nothing, and no other copy hears of it. */
  const applies = (place: number): Places => (tasks[place]?.isRead ? 0n : bit(place))

  /** What is pending was called by a client that did nothing since. */
  const withPending = (pasts: Map<number, Places>, client: number, done: number): Map<number, Places> => {
    const { own = [], pending = [] } = clients[client] ?? {}
    const last = own.at(-1)
    if (done === own.length && last !== undefined)
      for (const place of pending) pasts.set(place, (pasts.get(last) ?? 0n) | applies(last))
    return pasts
  }

  const call = (point: Point, client: number, copy: Copy): Point | undefined => {
    const place = nextOf(client, copy)
    const task = place === undefined ? undefined : tasks[place]
    if (place === undefined || task === undefined) return undefined
    const { state, answer } = apply(copy.state, task.call)
    if (answer !== task.answer) return undefined
    const done = copy.done + 1
    const applied = copy.applied | applies(place)
    const pasts = new Map(point.pasts).set(place, copy.applied)
    return {
      copies: point.copies.with(client, { applied, state, done }),
      pasts: withPending(pasts, client, done),
      busy: null,
    }
  }

  const hear = (point: Point, client: number, copy: Copy, place: number): Point => {
    const { state } = apply(copy.state, tasks[place]?.call ?? 0)
    const next = { ...copy, state, applied: copy.applied | bit(place) }
    return { ...point, copies: point.copies.with(client, next), busy: client }
  }

  const heardBy = ({ pasts }: Point, { applied }: Copy): number[] =>
    [...pasts]
      .filter(([place, past]) => !tasks[place]?.isRead && (applied & bit(place)) === 0n && (past & ~applied) === 0n)
      .map(([place]) => place)

  return (point: Point): readonly Point[] => {
    const waiting = [...point.copies.entries()].filter(
      ([client, copy]) => nextOf(client, copy) !== undefined && (point.busy ?? client) === client,
    )
    const moves: Point[] = []
    for (const [client, copy] of waiting) {
      const next = call(point, client, copy)
      if (next === undefined) continue
      /** What fits and never changes anything can only be in the way later. */
      if (tasks[nextOf(client, copy) ?? -1]?.isRead) return [next]
      moves.push(next)
    }
    return [
      ...moves,
      ...waiting.flatMap(([client, copy]) => heardBy(point, copy).map((at) => hear(point, client, copy, at))),
    ]
  }
}

/** Looks for a run in which each client calls on a copy of its own, that hears of each operation after all that stood before it. */
export const findCopies = (question: Question, meter: Meter): Found => {
  const clients = clientsOf(question.operations)
  const movesFrom = makeMoves(clients, numbered(question), question.table)
  const isEnd = ({ copies }: Point): boolean => copies.every(({ done }, at) => done === clients[at]?.own.length)
  const seen = new Set<string>()
  const begin: Point = {
    copies: clients.map(() => ({ applied: 0n, state: question.table.initial, done: 0 })),
    pasts: new Map(
      clients.flatMap(({ own, pending }) => (own.length === 0 ? pending.map((place) => [place, 0n] as const) : [])),
    ),
    busy: null,
  }
  const open: Point[] = [begin]
  for (let point = open.pop(); point !== undefined; point = open.pop()) {
    if (isEnd(point)) return "found"
    for (const next of movesFrom(point).toReversed()) {
      const key = keyOf(next)
      if (seen.has(key)) continue
      if (!meter.spend()) return "unknown"
      seen.add(key)
      open.push(next)
    }
  }
  return "none"
}
