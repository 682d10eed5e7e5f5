import * as Effect from "effect/Effect"
import * as PubSub from "effect/PubSub"
import * as Stream from "effect/Stream"
import type { Tagged } from "../value.ts"

/** What a node tells the application. */
export interface Events {
  readonly tell: (event: Tagged) => Effect.Effect<unknown>
  /** From now on who does not listen hears nothing. */
  readonly open: () => void
  readonly heard: Stream.Stream<Tagged>
  readonly end: Effect.Effect<void>
}

/** Nobody can listen to a node that has not opened: what it tells as it starts or recovers waits for the first who does. */
export const makeEvents = (capacity: number): Events => {
  const early: Tagged[] = []
  let isOpen = false
  let isOver = false
  /** Made for the first who listens. */
  let told: PubSub.PubSub<Tagged> | undefined

  const listen = Effect.suspend(() => {
    const topic = (told ??= Effect.runSync(PubSub.sliding<Tagged>(capacity)))
    const ready = isOver ? PubSub.shutdown(topic) : Effect.void
    return Effect.andThen(ready, PubSub.subscribe(topic))
  }).pipe(
    Effect.map((subscription) =>
      Stream.concat(Stream.fromIterable(early.splice(0)), Stream.fromSubscription(subscription)),
    ),
  )

  const tell = (event: Tagged): Effect.Effect<unknown> => {
    if (!isOpen) return Effect.sync(() => early.push(event))
    return told === undefined ? Effect.void : PubSub.publish(told, event)
  }

  return {
    tell: (event) => Effect.suspend(() => tell(event)),
    open: () => void (isOpen = true),
    heard: Stream.unwrap(listen),
    end: Effect.suspend(() => {
      isOver = true
      return told === undefined ? Effect.void : PubSub.shutdown(told)
    }),
  }
}
