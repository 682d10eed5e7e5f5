import type { Effect, Sending } from "./effect.ts"
import type { AnyContext, AnyDefinition, AnyPlace, AnyState } from "./role.ts"
import type { Call, NodeId, Tagged } from "./value.ts"

/** Everything that can reach a node. */
export type Input =
  | { readonly kind: "start" }
  | { readonly kind: "recover" }
  | { readonly kind: "message"; readonly from: NodeId; readonly message: Tagged }
  | { readonly kind: "timer"; readonly timer: string }
  | { readonly kind: "call"; readonly name: string; readonly argument: unknown; readonly call: Call }
  | {
      readonly kind: "result"
      readonly activity: string
      readonly key: string
      readonly request: unknown
      readonly result: unknown
    }

/** What a node can see of the world in one step. */
export interface Situation {
  readonly place: AnyPlace
  readonly now: number
  readonly pick: <Candidate>(candidates: readonly Candidate[]) => Candidate
}

/** What a step did. `ignored` says that the handler gave back the very state it got and asked for nothing. */
export interface Outcome {
  readonly kind: "outcome"
  readonly state: AnyState
  readonly effects: readonly Effect[]
  readonly ignored: boolean
}

/** A handler broke the rules of the language. */
export interface Fault {
  readonly kind: "fault"
  readonly code: "no-handler" | "not-a-state" | "surplus-field" | "missing-field" | "not-an-effect"
  readonly reason: string
}

const fault = (code: Fault["code"], reason: string): Fault => ({ kind: "fault", code, reason })

const isRecord = (value: unknown): value is AnyState =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const effectKinds: ReadonlySet<unknown> = new Set([
  "send",
  "broadcast",
  "restart",
  "reply",
  "reject",
  "perform",
  "emit",
])
const isEffect = (value: unknown): value is Effect => isRecord(value) && effectKinds.has(value["kind"])

const isText = (value: unknown): boolean => typeof value === "string"

const isTagged = (value: unknown): boolean => isRecord(value) && typeof value["type"] === "string"

/** Why an effect is none that anybody could carry out: what goes to others has a type by which they know it, and keys and reasons are text. */
const strangeIn = (effect: Effect): string | undefined => {
  switch (effect.kind) {
    case "send":
    case "broadcast":
      return isTagged(effect.message) ? undefined : `asked to ${effect.kind} something that has no \`type\``
    case "emit":
      return isTagged(effect.event) ? undefined : "asked to emit something that has no `type`"
    case "perform":
      return isText(effect.key) ? undefined : `asked to perform ${effect.activity} under a key that is no text`
    case "reject":
      return isText(effect.reason) ? undefined : "asked to reject a call for a reason that is no text"
    default:
      return undefined
  }
}

const wrongFields = (before: AnyState, after: AnyState): Fault | undefined => {
  let missing = 0
  for (const field in after) {
    if (!Object.hasOwn(before, field))
      return fault("surplus-field", `returned a state with a field "${field}" that the role does not have`)
    missing--
  }
  for (const _ in before) missing++
  if (missing === 0) return undefined
  const field = Object.keys(before).find((name) => !Object.hasOwn(after, name))
  return fault("missing-field", `returned a state without the field "${field}"`)
}

const nameOf = (returned: unknown): string => {
  if (returned === undefined) return "nothing"
  if (returned === null) return "null"
  if (Array.isArray(returned)) return "an array"
  return returned instanceof Promise ? "a promise" : `a ${typeof returned}`
}

const nothing: readonly never[] = []

/** Reads what a handler returned: a state, or a state followed by effects. */
export const readResult = (before: AnyState, returned: unknown): Outcome | Fault => {
  const list: readonly unknown[] = Array.isArray(returned) ? returned : nothing
  const state: unknown = list === nothing ? returned : list[0]
  if (!isRecord(state) || state instanceof Promise)
    return fault("not-a-state", `returned ${nameOf(state)} where a state was due`)
  const wrong = state === before ? undefined : wrongFields(before, state)
  if (wrong !== undefined && isEffect(state))
    return fault("not-a-state", `returned what ${state.kind} gives where a state was due`)
  if (wrong !== undefined) return wrong
  const effects: Effect[] = []
  for (let at = 1; at < list.length; at++) {
    const effect = list[at]
    if (effect === false || effect === null) continue
    if (!isEffect(effect)) return fault("not-an-effect", "returned something that is no effect beside the state")
    const strange = strangeIn(effect)
    if (strange !== undefined) return fault("not-an-effect", strange)
    effects.push(effect)
  }
  return { kind: "outcome", state, effects, ignored: state === before && effects.length === 0 }
}

/** The name under which an author knows the handler for an input. */
export const handlerName = (input: Input): string => {
  switch (input.kind) {
    case "message":
      return `on.${input.message.type}`
    case "timer":
      return `timers.${input.timer}.fire`
    case "call":
      return `calls.${input.name}`
    case "result":
      return `results.${input.activity}`
    default:
      return input.kind
  }
}

const contextFor = (input: Input, { place, now, pick }: Situation): AnyContext => {
  const { self, peers, nodes } = place
  switch (input.kind) {
    case "message":
      return { self, peers, nodes, now, pick, from: input.from }
    case "call":
      return { self, peers, nodes, now, pick, call: input.call }
    case "result":
      return { self, peers, nodes, now, pick, request: input.request, key: input.key }
    default:
      return { self, peers, nodes, now, pick }
  }
}

/** A handler by its name: a message named after what every object inherits has none. */
const own = <Handler>(handlers: { readonly [name: string]: Handler } | undefined, name: string): Handler | undefined =>
  handlers !== undefined && Object.hasOwn(handlers, name) ? handlers[name] : undefined

/** The function that takes an input, ready to be called; `undefined` when the role has none. */
const handle = (role: AnyDefinition, input: Input): ((state: AnyState, context: AnyContext) => unknown) | undefined => {
  switch (input.kind) {
    case "start":
      return role.start
    case "recover":
      return role.recover
    case "timer":
      return own(role.timers, input.timer)?.fire
    case "message": {
      const handler = own(role.on, input.message.type)
      return handler && ((state, context) => handler(state, input.message, context))
    }
    case "call": {
      const handler = own(role.calls, input.name)
      return handler && ((state, context) => handler(state, input.argument, context))
    }
    case "result": {
      const handler = own(role.results, input.activity)
      return handler && ((state, context) => handler(state, input.result, context))
    }
  }
}

/** One atomic step of one node: the only meaning that an input has, for checker, simulator and runtime alike. */
export const step = (role: AnyDefinition, state: AnyState, input: Input, situation: Situation): Outcome | Fault => {
  const handler = handle(role, input)
  if (handler === undefined) {
    if (input.kind === "start" || input.kind === "recover") return readResult(state, state)
    return fault("no-handler", `has no handler ${handlerName(input)}`)
  }
  return readResult(state, handler(state, contextFor(input, situation)))
}

/** The state in which a node begins. */
export const initialState = (role: AnyDefinition, place: AnyPlace): AnyState =>
  typeof role.initial === "function" ? role.initial(place) : role.initial

/** What a crash leaves of a state: the durable fields, all others as in the beginning. */
export const afterCrash = (role: AnyDefinition, place: AnyPlace, state: AnyState): AnyState => {
  const left: { [field: string]: unknown } = { ...initialState(role, place) }
  for (const field of role.durable ?? []) if (Object.hasOwn(left, field)) left[field] = state[field]
  return left
}

const isEarly = (effect: Effect): effect is Sending =>
  (effect.kind === "send" || effect.kind === "broadcast") && effect.early === true

/**
 * What of a step may be out when its node crashes in the middle of it: its early messages. The new state, what else was asked for and the
 * input are lost then, and the crash leaves what was durable before. A node that begins or recovers writes down what it is before anything
 * leaves it: so nothing of these steps is early.
 */
export const earlyOf = ({ kind }: Input, { effects }: Outcome): readonly Sending[] =>
  kind === "start" || kind === "recover" ? [] : effects.filter(isEarly)

/** The timers that run in this state. */
export const runningTimers = (role: AnyDefinition, state: AnyState, place: AnyPlace, now: number): string[] =>
  Object.entries(role.timers ?? {})
    .filter(([, timer]) => timer.while(state, { ...place, now }))
    .map(([name]) => name)

/** Who receives a send or broadcast: a broadcast goes to every other node whose role hears the message. */
export const recipients = (
  effect: Sending,
  roles: { readonly [role: string]: AnyDefinition },
  place: AnyPlace,
): readonly NodeId[] => {
  if (effect.kind === "send") return [effect.to]
  const hearers: NodeId[] = []
  for (const name of Object.keys(roles)) {
    if (own(roles[name]?.on, effect.message.type) === undefined) continue
    for (const node of place.nodes[name] ?? []) if (node !== place.self) hearers.push(node)
  }
  return hearers
}
