import {
  type AnyContext,
  type AnyDefinition,
  type AnyModel,
  type AnyPlace,
  type AnyState,
  type Fault,
  type Input,
  type Outcome,
  type Role,
  readResult,
} from "@lockstep/language"

/** One run of a handler of the spec: what it was given, and what came of it. */
export interface Pair {
  readonly roleName: string
  readonly role: AnyDefinition
  readonly state: AnyState
  readonly input: Input
  readonly place: AnyPlace
  readonly now: number
  /** What the handler had to pick from, and what it got, in turn. */
  readonly picks: readonly Pick[]
  readonly outcome: Outcome | Fault
}

/** One use of `pick`. */
export interface Pick {
  readonly candidates: readonly unknown[]
  readonly chosen: unknown
}

/** Whether a timer of the spec runs in a state. */
export interface TimerSeen {
  readonly roleName: string
  readonly timer: string
  readonly state: AnyState
  readonly place: AnyPlace
  readonly now: number
  readonly runs: boolean
}

/** What is told of each run. */
export interface Observer {
  readonly pair: (pair: Pair) => void
  readonly timer: (seen: TimerSeen) => void
}

type Given = (state: AnyState, given: unknown, context: AnyContext) => unknown
type Plain = (state: AnyState, context: AnyContext) => unknown

const placeOf = ({ self, peers, nodes }: AnyPlace): AnyPlace => ({ self, peers, nodes })

const unchanged: Plain = (state) => state

const mapped = <Value, Result>(
  values: { readonly [name: string]: Value } | undefined,
  change: (value: Value, name: string) => Result,
): { readonly [name: string]: Result } | undefined =>
  values && Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]))

/** A context whose picks are written down. */
const recording = (context: AnyContext, picks: Pick[]): AnyContext => ({
  ...context,
  pick: (candidates) => {
    const chosen = context.pick(candidates)
    picks.push({ candidates, chosen })
    return chosen
  },
})

/** The same role, telling of every run. A role without `start` or `recover` gets one that changes nothing, which is what it means. */
const observedRole = (roleName: string, role: AnyDefinition, observer: Observer): AnyDefinition => {
  const run = (state: AnyState, context: AnyContext, input: Input, handler: Plain): unknown => {
    const picks: Pick[] = []
    const returned = handler(state, recording(context, picks))
    const outcome = readResult(state, returned)
    observer.pair({ roleName, role, state, input, place: placeOf(context), now: context.now, picks, outcome })
    return returned
  }
  const given =
    (handler: Given, inputOf: (given: unknown, context: AnyContext) => Input): Given =>
    (state, value, context) =>
      run(state, context, inputOf(value, context), (before, around) => handler(before, value, around))

  const on = mapped(role.on, (handler) =>
    given(handler, (message, { from }) => ({ kind: "message", from, message }) as Input),
  )
  const calls = mapped(role.calls, (handler, name) =>
    given(handler, (argument, { call }) => ({ kind: "call", name, argument, call }) as Input),
  )
  const results = mapped(role.results, (handler, activity) =>
    given(handler, (result, { key, request }) => ({ kind: "result", activity, key, request, result }) as Input),
  )
  const timers = mapped(role.timers, (timer, name) => ({
    while: (state: AnyState, context: AnyPlace & { readonly now: number }): boolean => {
      const runs = timer.while(state, context)
      observer.timer({ roleName, timer: name, state, place: placeOf(context), now: context.now, runs })
      return runs
    },
    fire: (state: AnyState, context: AnyContext) => run(state, context, { kind: "timer", timer: name }, timer.fire),
  }))
  return {
    ...role,
    ...(on && { on }),
    ...(calls && { calls }),
    ...(results && { results }),
    ...(timers && { timers }),
    start: (state, context) => run(state, context, { kind: "start" }, role.start ?? unchanged),
    recover: (state, context) => run(state, context, { kind: "recover" }, role.recover ?? unchanged),
  }
}

/**
 * The same model, telling of every run of a handler. The checker runs a handler for each pair of a state and an input that it meets, and
 * keeps what came of it: so this tells of every entry of its tables.
 */
export const observed = (model: AnyModel, observer: Observer): AnyModel => {
  const roles = Object.fromEntries(
    Object.entries(model.protocol.roles).map(([name, role]): [string, Role] => [
      name,
      { ...role, definition: observedRole(name, role.definition, observer) },
    ]),
  )
  return { ...model, protocol: { ...model.protocol, roles } }
}
