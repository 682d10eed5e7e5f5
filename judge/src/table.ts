import type { SequentialObject } from "@lockstep/language"
import { BadObject, demandPair } from "./bad-object.ts"
import { canonical } from "./canonical.ts"

type Method = (state: unknown, argument: unknown) => readonly [unknown, unknown]

interface Effect {
  readonly state: number
  readonly answer: number
}

/** A sequential object by numbers: each call runs once for each state that it meets. */
export interface Table {
  readonly initial: number
  /** The number of a call with its argument. */
  readonly callOf: (call: string, argument: unknown) => number
  /** The number of an answer: equal for equal content. */
  readonly answerOf: (answer: unknown) => number
  readonly apply: (state: number, call: number) => Effect
  readonly stateOf: (state: number) => unknown
}

const interner = () => {
  const numbers = new Map<string, number>()
  return (value: unknown): { readonly number: number; readonly isNew: boolean } => {
    /** A text is its own canonical form behind a sign that no other begins with; long ones are met often. */
    const text = typeof value === "string" ? `'${value}` : canonical(value)
    const known = numbers.get(text)
    if (known !== undefined) return { number: known, isNew: false }
    numbers.set(text, numbers.size)
    return { number: numbers.size - 1, isNew: true }
  }
}

/** The one place where an object's own types are left behind. */
const methodOf = (object: SequentialObject, call: string): Method => {
  if (!Object.hasOwn(object.calls, call)) throw new BadObject(`its object has no call "${call}"`)
  return object.calls[call] as Method
}

/** Tabulates a sequential object as far as it is used. */
export const tabulate = (object: SequentialObject): Table => {
  const [stateNumber, callNumber, answerNumber] = [interner(), interner(), interner()]
  const states: unknown[] = []
  const calls: {
    readonly name: string
    readonly method: Method
    readonly argument: unknown
    readonly effects: Map<number, Effect>
  }[] = []

  const intern = (state: unknown): number => {
    const { number, isNew } = stateNumber(state)
    if (isNew) states.push(state)
    return number
  }
  const callOf = (call: string, argument: unknown): number => {
    const { number, isNew } = callNumber([call, argument])
    if (isNew) calls.push({ name: call, method: methodOf(object, call), argument, effects: new Map() })
    return number
  }
  const apply = (state: number, call: number): Effect => {
    const row = calls[call]
    if (row === undefined) throw new Error("a call is numbered before it is applied")
    const known = row.effects.get(state)
    if (known !== undefined) return known
    const outcome = row.method(states[state], row.argument)
    demandPair(row.name, outcome)
    const [next, answer] = outcome
    const effect = { state: intern(next), answer: answerNumber(answer).number }
    row.effects.set(state, effect)
    return effect
  }
  return {
    initial: intern(object.initial),
    callOf,
    answerOf: (answer) => answerNumber(answer).number,
    apply,
    stateOf: (state) => states[state],
  }
}
