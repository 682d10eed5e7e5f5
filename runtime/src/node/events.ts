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
export const makeEvents = Effect.fnUntraced(function* (capacity: number) {
  const told = yield* PubSub.sliding<Tagged>(capacity)
  const early: Tagged[] = []
  let isOpen = false
  const listen = Effect.map(PubSub.subscribe(told), (subscription) =>
    Stream.concat(Stream.fromIterable(early.splice(0)), Stream.fromSubscription(subscription)),
  )
  const events: Events = {
    tell: (event) => (isOpen ? PubSub.publish(told, event) : Effect.sync(() => early.push(event))),
    open: () => void (isOpen = true),
    heard: Stream.unwrap(listen),
    end: PubSub.shutdown(told),
  }
  return events
})
