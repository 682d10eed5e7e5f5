import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import * as Stream from "effect/Stream"
import { equal } from "../collections/index.ts"
import type { AnyState } from "../role.ts"
import type { NodeFailed } from "./errors.ts"

/** What the application may watch of a node: what is durable, never what may yet be lost. */
export interface View<Value = unknown> {
  readonly get: Effect.Effect<Value>
  /**
   * What it is now and whatever it becomes; who is slow misses what is between. Ends with the node, and fails if that broke down.
   */
  readonly changes: Stream.Stream<Value, NodeFailed>
}

/** The states of a node, as they become durable. */
export interface States {
  readonly publish: (state: AnyState) => void
  readonly view: (look: (state: AnyState) => unknown) => View
  readonly end: (exit: Exit.Exit<void, NodeFailed>) => Effect.Effect<void>
}

/** A state is looked at only where somebody watches. */
export const makeStates = (first: AnyState): States => {
  const watchers = new Set<() => void>()
  let current = first
  let ended: Exit.Exit<void, NodeFailed> | undefined

  const tell = (): void => {
    const waiting = [...watchers]
    watchers.clear()
    for (const look of waiting) look()
  }

  /** Waits for a state that is not the one seen last; none comes once the node has ended. */
  const after = (seen: AnyState | undefined) =>
    Effect.callback<readonly [AnyState, AnyState] | undefined>((resume) => {
      const look = (): void => resume(Effect.succeed(current === seen ? undefined : [current, current]))
      if (current !== seen || ended !== undefined) return look()
      watchers.add(look)
      return Effect.sync(() => void watchers.delete(look))
    })

  return {
    publish(state) {
      if (state === current) return
      current = state
      if (watchers.size > 0) tell()
    },
    view: (look) => ({
      get: Effect.sync(() => look(current)),
      changes: Stream.unfold<AnyState | undefined, AnyState, never, never>(undefined, after).pipe(
        Stream.map(look),
        Stream.changesWith(equal),
        Stream.concat(Stream.drain(Stream.fromEffect(Effect.suspend(() => ended ?? Effect.void)))),
      ),
    }),
    end: (exit) =>
      Effect.sync(() => {
        ended = exit
        tell()
      }),
  }
}
