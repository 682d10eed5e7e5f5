import type { AnyModel, Observation } from "@lockstep/language"
import { trouble } from "../trouble.ts"

/** An attempt that a node may still answer. */
interface Attempt {
  readonly number: number
  readonly node: string
}

/** An operation as a history records it. `after` counts, for every client, its operations that had been answered before this one began. */
export interface Operation {
  readonly call: string
  readonly argument: unknown
  readonly after: readonly number[]
}

export interface Answered extends Operation {
  readonly answer: unknown
}

/** What one client has done so far. `answered` stays empty when no property asks for a history. */
export interface ClientState {
  readonly over: number
  readonly attempts: number
  readonly open: readonly Attempt[]
  /** Whether a crash has taken an attempt: it may have its effect, though nobody will answer it. Only a history asks for that. */
  readonly lost: boolean
  readonly flight: Operation | null
  readonly answered: readonly Answered[]
}

/** What happens to the clients in a step. */
export type ClientEvent =
  | { readonly kind: "ask"; readonly client: number; readonly node: string }
  | { readonly kind: "reply"; readonly call: string; readonly value: unknown }
  | { readonly kind: "reject"; readonly call: string }
  | { readonly kind: "crash"; readonly node: string }
  | { readonly kind: "observed"; readonly client: number; readonly what: Observation }

/** The clients of a state, in the order of the model. */
export type ClientStates = readonly ClientState[]

/** A client that has not asked for anything. */
export const idle: ClientState = { over: 0, attempts: 0, open: [], lost: false, flight: null, answered: [] }

export const beginning = (count: number): ClientStates => Array.from({ length: count }, () => idle)

/** The name of an attempt: client, operation, and the attempt where it is not the first. */
export const callName = (client: number, operation: number, attempt: number): string =>
  `c${client + 1}.${operation + 1}${attempt > 1 ? `.${attempt}` : ""}`

/** Whether it can be the name of an attempt, of whichever client. */
export const isCall = (call: unknown): boolean => typeof call === "string" && /^c\d+\.\d+(\.\d+)?$/.test(call)

/** What the name of an attempt says. */
export const parseCall = (call: string): { client: number; operation: number; attempt: number } => {
  const first = call.indexOf(".")
  const second = call.indexOf(".", first + 1)
  const end = second === -1 ? call.length : second
  return {
    client: Number(call.slice(1, first)) - 1,
    operation: Number(call.slice(first + 1, end)) - 1,
    attempt: second === -1 ? 1 : Number(call.slice(second + 1)),
  }
}

/** The attempts that may still be answered, by name. */
export const openCalls = (states: ClientStates): readonly { readonly call: string; readonly at: string }[] =>
  states.flatMap(({ over, open }, client) =>
    open.map(({ number, node }) => ({ call: callName(client, over, number), at: node })),
  )

/** How many more times a client may ask for its current operation. */
export const retriesLeft = (model: AnyModel, client: number, state: ClientState): number =>
  1 + (model.clients?.[client]?.retries ?? 0) - state.attempts

/** The clients' part of a state, stepped by events. */
export const clientSteps = (model: AnyModel, keepsHistory: boolean) => {
  const operation = (states: ClientStates, call: string, argument: unknown): Operation => ({
    call,
    argument,
    after: keepsHistory ? states.map((state) => state.answered.length) : [],
  })

  const finish = (state: ClientState, answer: { readonly value: unknown } | undefined): ClientState => ({
    ...idle,
    over: state.over + 1,
    answered:
      keepsHistory && answer !== undefined && state.flight !== null
        ? [...state.answered, { ...state.flight, answer: answer.value }]
        : state.answered,
  })

  const change = (states: ClientStates, client: number, next: (state: ClientState) => ClientState): ClientStates =>
    states.map((state, index) => (index === client ? next(state) : state))

  const ask = (states: ClientStates, client: number, node: string): ClientStates => {
    const [call, argument] = model.clients?.[client]?.calls[states[client]?.over ?? 0] ?? ["", null]
    return change(states, client, (state) => ({
      ...state,
      attempts: state.attempts + 1,
      open: [...state.open, { number: state.attempts + 1, node }],
      flight: state.flight ?? operation(states, call, argument),
    }))
  }

  const close = (
    states: ClientStates,
    call: string,
    next: (state: ClientState, client: number, attempt: number) => ClientState,
  ) => {
    const { client, operation: number, attempt } = parseCall(call)
    const state = states[client]
    const isOpen = state !== undefined && state.over === number && state.open.some((one) => one.number === attempt)
    return isOpen ? change(states, client, (current) => next(current, client, attempt)) : states
  }

  /** An operation has had no effect when every attempt was rejected; otherwise nobody knows, and it stays open for good. */
  const reject = (state: ClientState, client: number, attempt: number): ClientState => {
    const open = state.open.filter((one) => one.number !== attempt)
    const isOver = open.length === 0 && retriesLeft(model, client, state) <= 0
    return isOver && !state.lost ? finish(state, undefined) : { ...state, open }
  }

  const crash = (state: ClientState, node: string): ClientState => {
    const open = state.open.filter((one) => one.node !== node)
    return { ...state, open, lost: state.lost || (keepsHistory && open.length < state.open.length) }
  }

  const observe = (states: ClientStates, client: number, what: Observation): ClientStates =>
    change(states, client, (state) => {
      if (what.kind === "invoke") return { ...state, flight: operation(states, what.call, what.argument) }
      if (state.flight === null) trouble("bad-model", "observe", "returns from an operation that was not invoked")
      return finish(state, { value: what.value })
    })

  return (states: ClientStates, event: ClientEvent): ClientStates => {
    switch (event.kind) {
      case "ask":
        return ask(states, event.client, event.node)
      case "reply":
        return close(states, event.call, (state) => finish(state, { value: event.value }))
      case "reject":
        return close(states, event.call, reject)
      case "crash":
        return states.map((state) => crash(state, event.node))
      case "observed":
        return observe(states, event.client, event.what)
    }
  }
}
