import {
  type AnyDefinition,
  type AnyPlace,
  type AnyState,
  apply,
  collectionKind,
  delta,
  type Effect,
  equal,
  handlerName,
  type Outcome,
  recipients,
  runningTimers,
  step,
  type Tagged,
} from "@lockstep/language"
import type { FieldChange, StepLine } from "./line.ts"
import { type Refusal, refusal } from "./refusal.ts"

/** Whose steps are retraced. */
export interface Actor {
  readonly place: AnyPlace
  readonly definition: AnyDefinition
  readonly roles: { readonly [role: string]: AnyDefinition }
}

/** A step that the spec does just so. */
export interface Retraced {
  readonly kind: "retraced"
  readonly state: AnyState
  readonly messages: readonly { readonly to: string; readonly number: number; readonly message: Tagged }[]
}

const kindOf = (value: unknown) => (typeof value === "object" && value !== null ? collectionKind(value) : undefined)

/** The boundary where two versions of a field are known to be collections of one kind. */
const isDelta = (before: unknown, after: unknown, change: unknown): boolean =>
  kindOf(before) !== undefined &&
  kindOf(before) === kindOf(after) &&
  equal(delta(before as never, after as never), change)

/** What a field is after a recorded change. A delta that fits nothing gives nothing. */
const changed = (before: unknown, change: FieldChange): unknown => {
  if (change.kind === "value") return change.value
  try {
    return apply(before as never, change.delta as never)
  } catch {
    return change.delta
  }
}

const fieldAgrees = (before: unknown, after: unknown, change: FieldChange | undefined): boolean => {
  if (change === undefined) return equal(before, after)
  if (change.kind === "value") return equal(change.value, after)
  return isDelta(before, after, change.delta) || equal(changed(before, change), after)
}

const compareStates = (before: AnyState, after: AnyState, changes: StepLine["changes"]): Refusal | undefined => {
  const surplus = Object.keys(changes).find((field) => !Object.hasOwn(after, field))
  if (surplus !== undefined) return refusal("another-state", `changes a field "${surplus}" that the role does not have`)
  const wrong = Object.keys(after).filter((field) => !fieldAgrees(before[field], after[field], changes[field]))
  if (wrong.length === 0) return undefined
  const recordedOf = (field: string): unknown => {
    const change = changes[field]
    return change === undefined ? before[field] : changed(before[field], change)
  }
  return refusal("another-state", `leads to another state: ${wrong.join(", ")}`, {
    spec: Object.fromEntries(wrong.map((field) => [field, after[field]])),
    recorded: Object.fromEntries(wrong.map((field) => [field, recordedOf(field)])),
  })
}

/** Which messages the recorded numbers belong to: effect by effect, to each who hears it. */
const addressed = (
  { roles, place }: Actor,
  effects: readonly Effect[],
  sends: StepLine["sends"],
): Retraced["messages"] | Refusal => {
  const left = [...sends]
  const messages: { to: string; number: number; message: Tagged }[] = []
  for (const effect of effects) {
    if (effect.kind !== "send" && effect.kind !== "broadcast") continue
    const due = recipients(effect, roles, place)
    const own = left.splice(0, due.length)
    const named = own.map(([to]) => to)
    if (!equal(named.toSorted(), [...due].sort()))
      return refusal("other-sends", `sends ${effect.message.type} to others`, { spec: due, recorded: named })
    for (const [to, number] of own) messages.push({ to, number, message: effect.message })
  }
  if (left.length === 0) return messages
  return refusal("other-sends", "sends more than the spec", { spec: [], recorded: left.map(([to]) => to) })
}

/** Picks what was picked; says afterwards whether that could be. */
const picker = (picks: readonly number[]) => {
  let used = 0
  let isWrong = false
  return {
    pick<Candidate>(candidates: readonly Candidate[]): Candidate {
      const index = picks[used++] ?? -1
      if (index < 0 || index >= candidates.length) isWrong = true
      return candidates[isWrong ? 0 : index] as Candidate
    },
    problem: (): Refusal | undefined =>
      isWrong || used !== picks.length
        ? refusal("wrong-pick", `picks ${JSON.stringify(picks)}, which the handler cannot: it picks ${used} times`)
        : undefined,
  }
}

const compared = (actor: Actor, state: AnyState, outcome: Outcome, line: StepLine): Retraced | Refusal => {
  const wrong = compareStates(state, outcome.state, line.changes)
  if (wrong !== undefined) return wrong
  if (!equal(outcome.effects, line.effects))
    return refusal("other-effects", "has other effects", { spec: outcome.effects, recorded: line.effects })
  const messages = addressed(actor, outcome.effects, line.sends)
  return "kind" in messages ? messages : { kind: "retraced", state: outcome.state, messages }
}

/**
 * Runs the spec's handler for a recorded step, and compares all that comes of it. An argument or a result that lacks a part makes it throw, or
 * leads to a state that is no data.
 */
export const retrace = (actor: Actor, state: AnyState, line: StepLine): Retraced | Refusal => {
  const { definition, place } = actor
  const { input, now, picks } = line
  if (input.kind === "timer" && !runningTimers(definition, state, place, now).includes(input.timer))
    return refusal("timer-at-rest", `fires the timer ${input.timer}, which does not run in this state`)
  const { pick, problem } = picker(picks)
  try {
    const outcome = step(definition, state, input, { place, now, pick })
    if (outcome.kind === "fault") return refusal("fault", `${handlerName(input)} ${outcome.reason}`)
    return problem() ?? compared(actor, state, outcome, line)
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    return problem() ?? refusal("fault", `${handlerName(input)} throws: ${said}`)
  }
}
