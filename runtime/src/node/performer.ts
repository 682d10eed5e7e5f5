import * as Effect from "effect/Effect"
import * as FiberSet from "effect/FiberSet"
import * as Schedule from "effect/Schedule"
import * as Semaphore from "effect/Semaphore"
import type { Meter } from "../observe/meter.ts"
import type { Input } from "../step.ts"
import type { Pending } from "./activities.ts"
import type { Perform } from "./options.ts"

/** Has activities performed by the application. */
export type Performer = (pending: Pending) => Effect.Effect<void>

/** From a tenth of a second to half a minute, with jitter. */
const backoff = Schedule.min([Schedule.exponential("100 millis"), Schedule.spaced("30 seconds")]).pipe(
  Schedule.jittered,
)

/** That of a role that asks for nothing. */
export const nobodyPerforms: Performer = ({ activity }) => Effect.die(new Error(`nobody performs ${activity}`))

/** An activity that fails is tried again with the same key, until it succeeds or the node stops; its result then reaches the node. */
export const makePerformer = Effect.fnUntraced(function* <Needs>(
  performs: { readonly [activity: string]: Perform<Needs> },
  atOnce: number,
  deliver: (input: Input) => void,
  meter: Meter,
) {
  const running = yield* FiberSet.make()
  const permits = yield* Semaphore.make(atOnce)
  const needs = yield* Effect.context<Needs>()

  const attempt = (pending: Pending): Effect.Effect<unknown, unknown, Needs> => {
    const { activity, key, request } = pending
    const perform = performs[activity]
    return perform === undefined ? nobodyPerforms(pending) : Effect.suspend(() => perform(request, { key }))
  }

  const performer: Performer = (pending) => {
    const { activity, key, request } = pending
    const once = attempt(pending).pipe(
      Effect.sandbox,
      Effect.tapError((cause) => {
        meter.activityFailed(activity)
        return Effect.logWarning(`activity ${activity} of ${key} failed and is tried again`, cause)
      }),
    )
    const provided: Effect.Effect<void> = permits
      .withPermits(1)(once)
      .pipe(
        Effect.retry(backoff),
        Effect.map((result) => deliver({ kind: "result", activity, key, request, result })),
        Effect.orDie,
        Effect.provideContext(needs),
      )
    return Effect.asVoid(FiberSet.run(running, provided))
  }
  return performer
})
