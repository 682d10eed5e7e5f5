import * as Effect from "effect/Effect"
import * as PubSub from "effect/PubSub"
import * as Stream from "effect/Stream"
import { equal } from "../collections/index.ts"
import type { AnyState } from "../role.ts"

/** What the application may watch of a node: what is durable, never what may yet be lost. */
export interface View<Value = unknown> {
  readonly get: Effect.Effect<Value>
  /** What it is now and whatever it becomes; who is slow misses what is between. Ends with the node. */
  readonly changes: Stream.Stream<Value>
}

/** The states of a node, as they become durable. */
export interface States {
  readonly publish: (state: AnyState) => Effect.Effect<void>
  readonly view: (look: (state: AnyState) => unknown) => View
  readonly end: Effect.Effect<void>
}

/** A state is looked at only where somebody watches. */
export const makeStates = Effect.fnUntraced(function* (first: AnyState) {
  const states = yield* PubSub.sliding<AnyState>({ capacity: 1, replay: 1 })
  let current = first
  yield* PubSub.publish(states, first)
  const service: States = {
    publish: (state) =>
      Effect.suspend(() => {
        if (state === current) return Effect.void
        current = state
        return PubSub.publish(states, state)
      }),
    view: (look) => ({
      get: Effect.sync(() => look(current)),
      changes: Stream.fromPubSub(states).pipe(Stream.map(look), Stream.changesWith(equal)),
    }),
    end: PubSub.shutdown(states),
  }
  return service
})
