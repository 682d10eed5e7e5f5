import type { AnyModel, HistoryProperty, Observation } from "@lockstep/language"
import type { Operation } from "@lockstep/judge"
import { verdictOf } from "../../../judge/test/reference/reference.ts"
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
const inOneOrder = ({ kind, object }: HistoryProperty, history: History): boolean => {
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

/** The story of each client as operations whose times are the numbers of answers that it had seen. */
const operationsOf = (history: History): readonly Operation[] => {
  const seenIn = ({ seen }: Begun, own: number): number => Object.values(seen).reduce((sum, count) => sum + count, own)
  return Object.entries(history).flatMap(([client, { answered, open }]): readonly Operation[] => {
    const told = (one: Begun, index: number) => ({
      client,
      call: one.call,
      argument: one.argument,
      begin: 2 * seenIn(one, index),
    })
    const endOf = (index: number): number => {
      const later = Object.entries(history).flatMap(([other, story]) =>
        [...story.answered, ...(story.open === null ? [] : [story.open])]
          .map((one, at) => ({ knows: other === client ? at : (one.seen[client] ?? 0), begin: 2 * seenIn(one, at) }))
          .filter(({ knows }) => knows > index),
      )
      return Math.min(2 * 1_000, ...later.map(({ begin }) => begin)) - 1
    }
    const known = answered.map((one, index): Operation => ({
      ...told(one, index),
      outcome: "answered",
      answer: one.answer,
      end: endOf(index),
    }))
    return open === null ? known : [...known, { ...told(open, answered.length), outcome: "pending" }]
  })
}

/** Trying everything takes its time, and many states have the same history. */
const known = new WeakMap<HistoryProperty, Map<string, boolean>>()

const byTryingEverything = (property: HistoryProperty, history: History): boolean => {
  const verdicts = known.get(property) ?? new Map<string, boolean>()
  known.set(property, verdicts)
  const key = canonical(history)
  const verdict = verdicts.get(key) ?? verdictOf(operationsOf(history), property.object, property.kind) !== "violation"
  verdicts.set(key, verdict)
  return verdict
}

/** Whether what clients saw agrees with the object. */
export const agrees = (property: HistoryProperty, history: History): boolean =>
  property.kind === "linearizable" || property.kind === "sequential"
    ? inOneOrder(property, history)
    : byTryingEverything(property, history)
