import type { AnyProperties, Properties } from "./property.ts"

/** What an action does to a state: the variables it changes, several alternatives, or `false` when it is not enabled. */
export type Next<State> = false | null | Partial<State> | readonly Partial<State>[]

/** An action for each of several parameters. */
export interface EachAction<State> {
  readonly kind: "each"
  readonly values: readonly unknown[]
  readonly run: (state: State, value: never) => Next<State>
}

/** A step of an algorithm: one function of the state, or one for each of several values. */
export type Action<State> = ((state: State) => Next<State>) | EachAction<State>

/** An algorithm without a network: named variables, and actions that change some of them in one step. Nobody calls it, so that it has no `history`. */
export interface AlgorithmDefinition<State> extends Omit<Properties<State, undefined>, "history"> {
  /** Every state in which it may begin. */
  readonly initial: Iterable<State>
  readonly actions: { readonly [name: string]: Action<State> }
  /** States outside this bound are checked, and not explored further. */
  readonly within?: (state: State) => boolean
  /** Sets of interchangeable values: states that differ only by a renaming within a set count once. */
  readonly symmetry?: readonly (readonly string[])[]
}

/** An algorithm that is ready to be checked. */
export interface Algorithm<State> extends AlgorithmDefinition<State> {
  readonly kind: "algorithm"
}

/** An algorithm without its types: what the checker explores. */
export interface AnyAlgorithm extends AnyProperties {
  readonly kind: "algorithm"
  readonly initial: Iterable<unknown>
  readonly actions: {
    readonly [name: string]:
      | ((state: never) => unknown)
      | {
          readonly kind: "each"
          readonly values: readonly unknown[]
          readonly run: (state: never, value: never) => unknown
        }
  }
  readonly within?: (state: never) => boolean
  readonly symmetry?: readonly (readonly string[])[]
}

/** Defines an algorithm over the variables of `State`. */
export const algorithm = <State>(definition: AlgorithmDefinition<State>): Algorithm<State> => ({
  kind: "algorithm",
  ...definition,
})

/** An action that exists once for each of `values`. */
export const each = <State, Value>(
  values: Iterable<Value>,
  run: (state: State, value: Value) => Next<State>,
): EachAction<State> => ({ kind: "each", values: [...values], run })

/** Every pair of a value of `left` and a value of `right`. */
export const pairs = <Left, Right>(
  left: Iterable<Left>,
  right: Iterable<Right>,
): readonly (readonly [Left, Right])[] => {
  const rights = [...right]
  return [...left].flatMap((l) => rights.map((r) => [l, r] as const))
}
