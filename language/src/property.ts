import type { Algorithm, AnyAlgorithm } from "./algorithm.ts"
import type { SequentialObject } from "./history.ts"
import type { Call, NodeId, Tagged } from "./value.ts"

/** A message on its way. */
export interface Parcel<Message extends Tagged = Tagged> {
  readonly from: NodeId
  readonly to: NodeId
  readonly message: Message
}

/** What surrounds the nodes in a global state. */
export interface Surroundings<World = unknown, Message extends Tagged = Tagged, RoleName extends string = string> {
  /** Every message that is on its way. */
  readonly network: readonly Parcel<Message>[]
  /** The nodes that have stopped for good. */
  readonly stopped: readonly NodeId[]
  /** The names of all nodes, by role, in the order of their states. */
  readonly nodes: { readonly [Role in RoleName]: readonly NodeId[] }
  /** Every call that is waited for, and the node that was asked. */
  readonly calls: readonly { readonly call: Call<unknown>; readonly at: NodeId }[]
  /** Each node's clock, by role, in the order of their states. */
  readonly clocks: { readonly [Role in RoleName]: readonly number[] }
  /** The state of each external service, by activity. */
  readonly world: World
}

/** Every step of the machine that has this property is a step of the more abstract one, or changes nothing there. */
export interface Refinement<View, Around> {
  readonly machine: AnyAlgorithm
  readonly map: (view: View, around: Around) => unknown
}

/** Refinements by name, each with a `map` that gives states of its machine. */
export type Refinements<States, View, Around> = {
  readonly [Name in keyof States]: {
    readonly machine: Algorithm<States[Name]>
    readonly map: (view: View, around: Around) => NoInfer<States[Name]>
  }
}

/** How what many clients saw may differ from what one client at a time would see. */
export type Consistency =
  "linearizable" | "sequential" | "causal" | "read-your-writes" | "monotonic-reads" | "monotonic-writes" | "convergent"

/** What clients saw agrees with a sequential object. */
export interface HistoryProperty {
  readonly kind: Consistency
  readonly object: SequentialObject
}

/** What must hold. Each property has a name, and its doc comment is what a counterexample says. */
export interface Properties<View, Around = Surroundings> {
  /** Holds in every reachable state. */
  readonly always?: { readonly [name: string]: (view: View, around: Around) => boolean }
  /** Holds between every state and its successor; what surrounds them comes last. */
  readonly step?: {
    readonly [name: string]: (before: View, after: View, aroundBefore: Around, aroundAfter: Around) => boolean
  }
  /** Holds in no reachable state: named for the bug that it is. */
  readonly never?: { readonly [name: string]: (view: View, around: Around) => boolean }
  /** Holds in some reachable state: the guard against a model in which nothing happens. */
  readonly reachable?: { readonly [name: string]: (view: View, around: Around) => boolean }
  /** Maps to a more abstract machine. */
  readonly refines?: { readonly [name: string]: Refinement<View, Around> }
  /** What clients saw is consistent. */
  readonly history?: { readonly [name: string]: HistoryProperty }
  /** A state in which nothing more can happen must look like this; left out, any may. */
  readonly ends?: (view: View, around: Around) => boolean
}

/** Properties without their types: what the checker evaluates. */
export type AnyProperties = Properties<never, never>

/**
 * States that each step of a model or an algorithm, seen through `map`, is a step or a stutter of `machine`. A protocol
 * says it as a record, since there TypeScript knows the nodes only once it has read the whole protocol.
 */
export const refinement = <View, State, Around = Surroundings>(
  machine: Algorithm<State>,
  map: (view: View, around: Around) => State,
): Refinement<View, Around> => ({ machine, map })
