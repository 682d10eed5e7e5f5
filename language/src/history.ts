import type { HistoryProperty } from "./property.ts"

/** A thing that one client at a time uses: the yardstick for what many clients saw at once. */
export interface SequentialObject {
  readonly initial: unknown
  /** One function a call: from the state and the argument to the next state and the answer. */
  readonly calls: { readonly [call: string]: (state: never, argument: never) => readonly [unknown, unknown] }
}

/** Describes a sequential object, typed by its state. */
export const sequentialObject = <State>(definition: {
  readonly initial: State
  readonly calls: { readonly [call: string]: (state: State, argument: never) => readonly [State, unknown] }
}): SequentialObject => definition

/** A cell that is written and read. */
export const register = <Value>(initial: Value): SequentialObject =>
  sequentialObject<Value>({
    initial,
    calls: {
      read: (value) => [value, value],
      write: (_, value: Value) => [value, null],
    },
  })

/** Every client sees the object as if each call took effect at one moment between its start and its end. */
export const linearizable = (object: SequentialObject): HistoryProperty => ({ kind: "linearizable", object })

/** The calls can be put in one order that each client's own order agrees with. */
export const sequential = (object: SequentialObject): HistoryProperty => ({ kind: "sequential", object })

/** What an event says about an operation, where clients are nodes of the protocol and not callers of it. */
export type Observation =
  | { readonly kind: "invoke"; readonly call: string; readonly argument: unknown }
  | { readonly kind: "return"; readonly value: unknown }
