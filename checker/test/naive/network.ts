import type { Network } from "@lockstep/language"
import { canonical } from "./canonical.ts"
import type { Budgets, Global, Message } from "./state.ts"
import { spend } from "./state.ts"

type Kind = Network["kind"]

const byText = (text: (message: Message) => string) => (a: Message, b: Message) => (text(a) < text(b) ? -1 : 1)
const pairOf = ({ from, to }: Message): string => canonical([from, to])

const distinct = (messages: readonly Message[]): readonly Message[] => [
  ...new Map(messages.map((message) => [canonical(message), message])).values(),
]

/** Puts messages in an order in which two networks of the same content are alike. */
export const ordered = (messages: readonly Message[], kind: Kind): readonly Message[] => {
  if (kind === "bag") return messages.toSorted(byText(canonical))
  if (kind === "set") return distinct(messages).toSorted(byText(canonical))
  return [...Map.groupBy(messages, pairOf).entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, queue]) => queue)
}

/** Puts a message into the network. */
export const sent = (state: Global, message: Message, kind: Kind): Global => ({
  ...state,
  network: ordered([...state.network, message], kind),
})

/** A message that may be delivered, and the state of everything else when it is. */
export interface Offer {
  readonly message: Message
  readonly rest: Global
}

const without = (state: Global, at: number): Global => ({ ...state, network: state.network.toSpliced(at, 1) })

const isOldest = (messages: readonly Message[], at: number): boolean =>
  !messages.some((other, index) => index < at && pairOf(other) === pairOf(messages[at] as Message))

const may = (state: Global, budget: keyof Budgets): boolean => state.budgets[budget] > 0

/** The places of messages whose absence makes a difference: of equal neighbours, only the first. */
const places = (state: Global): readonly number[] => {
  const rests = state.network.map((_, at) => canonical(state.network.toSpliced(at, 1)))
  return [...rests.keys()].filter((at) => rests.indexOf(rests[at] ?? "") === at)
}

const offersAt = (state: Global, at: number, kind: Kind): readonly Offer[] => {
  const message = state.network[at] as Message
  if (kind === "set") return [{ message, rest: state }]
  const taken = without(state, at)
  if (kind === "fifo" && !isOldest(state.network, at))
    return may(state, "reordering") ? [{ message, rest: spend(taken, "reordering") }] : []
  const doubled = may(state, "duplication") ? [{ message, rest: spend(state, "duplication") }] : []
  return [{ message, rest: taken }, ...doubled]
}

/** Every way in which a message may reach its receiver. */
export const offers = (state: Global, kind: Kind): readonly Offer[] =>
  places(state).flatMap((at) => offersAt(state, at, kind))

/** Every way to lose a message. */
export const losses = (state: Global): readonly Global[] =>
  may(state, "loss") ? places(state).map((at) => spend(without(state, at), "loss")) : []
