import type { Effect } from "./effect.ts"
import type { AnyContext, AnyDefinition, AnyPlace, AnyState, Role } from "./role.ts"
import type { Fault, Input, Outcome } from "./step.ts"
import { handlerName } from "./step.ts"

/** What a role does with one kind of input. */
export type Handler = (node: AnyState, input: unknown, context: AnyContext) => unknown

/** What a role does when it starts, recovers, or a timer fires. */
export type PlainHandler = (node: AnyState, context: AnyContext) => unknown

/** A timer of a role. */
export interface TimerHandlers {
  readonly while: (node: AnyState, context: AnyPlace & { readonly now: number }) => boolean
  readonly fire: PlainHandler
}

/** Generated code asks only for what its protocol has: anything else is a fault of the generator, found when the module loads. */
const demanded = <Value>(value: Value | undefined, name: string): Value => {
  if (value === undefined) throw new Error(`the generated role has no ${name}`)
  return value
}

/** What a role does with a message. */
export const messageHandler = ({ definition }: Role, type: string): Handler =>
  demanded(definition.on?.[type], `on.${type}`)

/** A timer and what it does. */
export const timerHandlers = ({ definition }: Role, timer: string): TimerHandlers =>
  demanded(definition.timers?.[timer], `timers.${timer}`)

/** What a role does with a call of the application. */
export const callHandler = ({ definition }: Role, call: string): Handler =>
  demanded(definition.calls?.[call], `calls.${call}`)

/** What a role does with the result of an activity. */
export const resultHandler = ({ definition }: Role, activity: string): Handler =>
  demanded(definition.results?.[activity], `results.${activity}`)

/** What a role does first. */
export const startHandler = ({ definition }: Role): PlainHandler => demanded(definition.start, "start")

/** What a role does after a crash. */
export const recoverHandler = ({ definition }: Role): PlainHandler => demanded(definition.recover, "recover")

/** What the application may watch. */
export const viewOf = ({ definition }: Role, view: string): ((state: AnyState) => unknown) =>
  demanded(definition.views?.[view], `views.${view}`)

/** The state in which a node of a role begins. */
export const initialOf = ({ definition }: Role): ((place: AnyPlace) => AnyState) => {
  const { initial }: AnyDefinition = definition
  return typeof initial === "function" ? initial : () => initial
}

const nothing: readonly Effect[] = []

/**
 * Reads what a handler gave back. The types of the handlers, and the checker for every pair that it met, have made sure that it is a
 * state, or a state with effects behind it: this is the boundary where that is believed.
 */
export const outcomeOf = (before: AnyState, returned: unknown): Outcome => {
  if (!Array.isArray(returned))
    return { kind: "outcome", state: returned as AnyState, effects: nothing, ignored: returned === before }
  const effects: Effect[] = []
  for (let at = 1; at < returned.length; at++) {
    const effect = returned[at] as Effect | false | null
    if (effect !== false && effect !== null) effects.push(effect)
  }
  const state = returned[0] as AnyState
  return { kind: "outcome", state, effects, ignored: effects.length === 0 && state === before }
}

/** What a step without a handler is: the input was none of the protocol's. */
export const noHandler = (input: Input): Fault => ({
  kind: "fault",
  code: "no-handler",
  reason: `has no handler ${handlerName(input)}`,
})
