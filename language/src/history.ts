import type { HistoryProperty } from "./property.ts"

/** A thing that one client at a time uses: the yardstick for what many clients saw at once. */
export interface SequentialObject {
  readonly initial: unknown
  /** One function a call: from the state and the argument to the next state and the answer. */
  readonly calls: { readonly [call: string]: (state: never, argument: never) => readonly [unknown, unknown] }
  /** The calls that never change the object. */
  readonly reads?: readonly string[]
  /** Which part an operation is about, where the object is made of parts that know nothing of each other. */
  readonly part?: (call: string, argument: never) => unknown
}

/** Describes a sequential object, typed by its state. */
export const sequentialObject = <State>(definition: {
  readonly initial: State
  readonly calls: { readonly [call: string]: (state: State, argument: never) => readonly [State, unknown] }
  readonly reads?: readonly string[]
  readonly part?: (call: string, argument: never) => unknown
}): SequentialObject => definition

/** A cell that is written and read. */
export const register = <Value>(initial: Value): SequentialObject =>
  sequentialObject<Value>({
    initial,
    calls: {
      read: (value) => [value, value],
      write: (_, value: Value) => [value, null],
    },
    reads: ["read"],
  })

/** Every client sees the object as if each call took effect at one moment between its start and its end. */
export const linearizable = (object: SequentialObject): HistoryProperty => ({ kind: "linearizable", object })

/** The calls can be put in one order that each client's own order agrees with. */
export const sequential = (object: SequentialObject): HistoryProperty => ({ kind: "sequential", object })

/** Each client sees an order in which nothing comes before what its caller had seen before calling it. */
export const causal = (object: SequentialObject): HistoryProperty => ({ kind: "causal", object })

/** What a client did itself is in everything that it sees later. */
export const readYourWrites = (object: SequentialObject): HistoryProperty => ({ kind: "read-your-writes", object })

/** What a client sees only ever moves on: nothing that it saw is undone. */
export const monotonicReads = (object: SequentialObject): HistoryProperty => ({ kind: "monotonic-reads", object })

/** Whoever sees an operation sees all that the same client did before it. */
export const monotonicWrites = (object: SequentialObject): HistoryProperty => ({ kind: "monotonic-writes", object })

/** Once all changes have ended, everybody sees the same. The object says which of its calls are reads. */
export const convergent = (object: SequentialObject & { readonly reads: readonly string[] }): HistoryProperty => ({
  kind: "convergent",
  object,
})

/** What an event says about an operation, where clients are nodes of the protocol and not callers of it. */
export type Observation =
  | { readonly kind: "invoke"; readonly call: string; readonly argument: unknown }
  | { readonly kind: "return"; readonly value: unknown }
