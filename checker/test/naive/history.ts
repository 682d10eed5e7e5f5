import type { AnyModel, HistoryProperty, Observation } from "@lockstep/language"
import { canonical } from "./canonical.ts"
import type { Begun, Global, History, Seen, Story } from "./state.ts"

/** The history of clients that have done nothing; `null` when no property asks for it. */
export const emptyHistory = (model: AnyModel, nodes: readonly string[]): History | null => {
  if (Object.keys({ ...model.history, ...model.protocol.history }).length === 0) return null
  const clients = model.observe === undefined ? (model.clients ?? []).map((_, at) => `c${at + 1}`) : nodes
  return Object.fromEntries(clients.map((client) => [client, { answered: [], open: null }]))
}

const seenBy = (history: History, client: string): Seen =>
  Object.fromEntries(
    Object.entries(history)
      .filter(([other]) => other !== client)
      .map(([other, { answered }]) => [other, answered.length]),
  )

/** Tells a client's story on; callers have none where clients are nodes. */
const told = (state: Global, client: string, change: (story: Story, history: History) => Story): Global => {
  const { history } = state
  const story = history?.[client]
  if (history === null || story === undefined) return state
  return { ...state, history: { ...history, [client]: change(story, history) } }
}

/** A client asks. */
export const begin = (state: Global, client: string, call: string, argument: unknown): Global =>
  told(state, client, (story, history) => ({ ...story, open: { call, argument, seen: seenBy(history, client) } }))

/** A client has its answer. */
export const finish = (state: Global, client: string, answer: unknown): Global =>
  told(state, client, ({ answered, open }) => {
    if (open === null) throw new Error(`${client} is answered and has not asked`)
    return { answered: [...answered, { ...open, answer }], open: null }
  })

/** What a client asked never was. */
export const forget = (state: Global, client: string): Global =>
  told(state, client, (story) => ({ ...story, open: null }))

/** What an event says about an operation. */
export const observed = (state: Global, node: string, observation: Observation | null): Global => {
  if (observation === null) return state
  return observation.kind === "invoke"
    ? begin(state, node, observation.call, observation.argument)
    : finish(state, node, observation.value)
}

/** How many operations of each client have been put in order. */
type Placed = ReadonlyMap<string, number>

/** Whether one order of all answered operations, and any of the open ones, agrees with the object. */
export const agrees = ({ kind, object }: HistoryProperty, history: History): boolean => {
  const clients = Object.entries(history)
  const early = (begun: Begun, placed: Placed): boolean =>
    kind === "sequential" || Object.entries(begun.seen).every(([other, count]) => (placed.get(other) ?? 0) >= count)

  const run = (begun: Begun, value: unknown): readonly [unknown, unknown] => {
    const call = object.calls[begun.call]
    if (call === undefined) throw new Error(`the object has no call ${begun.call}`)
    return call(value as never, begun.argument as never)
  }

  const ordersFrom = (placed: Placed, value: unknown): boolean =>
    clients.every(([client, { answered }]) => (placed.get(client) ?? 0) >= answered.length) ||
    clients.some(([client, { answered, open }]) => {
      const at = placed.get(client) ?? 0
      const next = answered[at] ?? (at === answered.length ? open : null)
      if (next === null || !early(next, placed)) return false
      const [after, answer] = run(next, value)
      if ("answer" in next && canonical(answer) !== canonical(next.answer)) return false
      return ordersFrom(new Map([...placed, [client, at + 1]]), after)
    })

  return ordersFrom(new Map(), object.initial)
}
