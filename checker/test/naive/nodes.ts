import {
  type AnyModel,
  type Effect,
  type Input,
  type NodeId,
  type Outcome,
  recipients,
  type Sending,
  step,
} from "@lockstep/language"
import { requested } from "./activities.ts"
import { canonical } from "./canonical.ts"
import { answered, rejected } from "./clients.ts"
import { observed } from "./history.ts"
import { sent } from "./network.ts"
import { type Global, type Message, nodeOf, withNode } from "./state.ts"
import { definitionOf, placeOf, type Topology } from "./topology.ts"

/** A model with its nodes named. */
export interface Setting {
  readonly model: AnyModel
  readonly topology: Topology
}

type Pick = <Candidate>(candidates: readonly Candidate[]) => Candidate

/** Runs something once for every way its picks can go; `choices` are the picks that are settled. */
const branches = <Result>(run: (pick: Pick) => Result, choices: readonly number[] = []): readonly Result[] => {
  let asked = 0
  let width = 0
  const result = run((candidates) => {
    if (asked === choices.length) width = candidates.length
    return candidates[choices[asked++] ?? 0] as (typeof candidates)[number]
  })
  if (asked <= choices.length) return [result]
  return Array.from({ length: width }).flatMap((_, choice) => branches(run, [...choices, choice]))
}

const messagesOf = (state: Global, self: NodeId, effect: Sending, { topology }: Setting): readonly Message[] =>
  recipients(effect, topology.roles, placeOf(topology, nodeOf(state, self).role, self)).map((to) => ({
    from: self,
    to,
    message: effect.message,
  }))

const allSent = (state: Global, messages: readonly Message[], { model }: Setting): Global =>
  messages.reduce((sofar, message) => sent(sofar, message, model.network?.kind ?? "bag"), state)

const applied = (state: Global, self: NodeId, effect: Effect, setting: Setting): Global => {
  const { model } = setting
  switch (effect.kind) {
    case "send":
    case "broadcast":
      return allSent(state, messagesOf(state, self, effect, setting), setting)
    case "reply":
      return answered(state, effect.call, effect.value)
    case "reject":
      return rejected(state, effect.call, model)
    case "perform":
      return requested(state, self, effect)
    case "emit":
      return observed(state, self, model.observe?.(effect.event as never, self) ?? null)
    case "restart":
      return state
  }
}

const outcomes = (state: Global, self: NodeId, input: Input, { topology }: Setting): readonly Outcome[] => {
  const { role, state: own, clock } = nodeOf(state, self)
  const place = placeOf(topology, role, self)
  return branches((pick) => {
    const outcome = step(definitionOf(topology, role), own, input, { place, now: clock, pick })
    if (outcome.kind === "fault") throw new Error(`${self} ${outcome.reason}`)
    return outcome
  })
}

const distinct = (states: readonly Global[]): readonly Global[] =>
  states.length < 2 ? states : [...new Map(states.map((state) => [canonical(state), state])).values()]

interface Taking {
  /** Whether an outcome in which the handler ignores the input is no step. */
  readonly leavesIgnored: boolean
}

/** A node takes an input: one state for each way its picks can go that makes a difference. */
export const take = (
  state: Global,
  self: NodeId,
  input: Input,
  setting: Setting,
  { leavesIgnored }: Taking = { leavesIgnored: false },
): readonly Global[] =>
  distinct(
    outcomes(state, self, input, setting)
      .filter(({ ignored }) => !(ignored && leavesIgnored))
      .map((outcome) =>
        outcome.effects.reduce(
          (sofar, effect) => applied(sofar, self, effect, setting),
          withNode(state, self, { state: outcome.state }),
        ),
      ),
  )

/** Every set of early messages with which a node may get as far as to send them, and no further: one state of the network for each. */
export const sentEarly = (state: Global, self: NodeId, input: Input, setting: Setting): readonly Global[] => {
  const ways = outcomes(state, self, input, setting).map(({ effects }) =>
    effects.flatMap((effect) =>
      (effect.kind === "send" || effect.kind === "broadcast") && effect.early === true
        ? messagesOf(state, self, effect, setting)
        : [],
    ),
  )
  const different = new Map(ways.filter(({ length }) => length > 0).map((way) => [canonical(way), way]))
  return [...different.values()].map((way) => allSent(state, way, setting))
}
