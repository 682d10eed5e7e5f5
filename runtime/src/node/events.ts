import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as PubSub from "effect/PubSub"
import * as Stream from "effect/Stream"
import type * as Take from "effect/Take"
import type { Tagged } from "../value.ts"
import type { NodeFailed } from "./errors.ts"

/** What a node tells the application. */
export interface Events {
  readonly tell: (event: Tagged) => Effect.Effect<unknown>
  /** From now on who does not listen hears nothing. */
  readonly open: () => void
  readonly heard: Stream.Stream<Tagged, NodeFailed>
  /** Nothing more is told: who listens hears what waits for it, and then how the node has ended. */
  readonly end: (exit: Exit.Exit<void, NodeFailed>) => Effect.Effect<unknown>
}

/** Nobody can listen to a node that has not opened: what it tells as it starts or recovers waits for the first who does. */
export const makeEvents = (capacity: number): Events => {
  const early: Tagged[] = []
  let isOpen = false
  let ended: Exit.Exit<void, NodeFailed> | undefined
  /** Made for the first who listens. The end is told like an event: it overtakes none. */
  let told: PubSub.PubSub<Take.Take<Tagged, NodeFailed>> | undefined

  const later = Effect.suspend(() => {
    if (ended !== undefined) return Effect.succeed(Stream.fromEffect(ended).pipe(Stream.drain))
    const topic = (told ??= Effect.runSync(PubSub.sliding<Take.Take<Tagged, NodeFailed>>(capacity)))
    return Effect.map(PubSub.subscribe(topic), (subscription) =>
      Stream.flattenTake(Stream.fromSubscription(subscription)),
    )
  })

  const listen = Effect.map(later, (rest) => Stream.concat(Stream.fromIterable(early.splice(0)), rest))

  const tell = (event: Tagged): Effect.Effect<unknown> => {
    if (!isOpen) return Effect.sync(() => early.push(event))
    return told === undefined ? Effect.void : PubSub.publish(told, [event])
  }

  return {
    tell: (event) => Effect.suspend(() => tell(event)),
    open: () => void (isOpen = true),
    heard: Stream.unwrap(listen),
    end: (exit) =>
      Effect.suspend(() => {
        ended = exit
        return told === undefined ? Effect.void : PubSub.publish(told, exit)
      }),
  }
}
