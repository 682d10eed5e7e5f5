import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as FiberSet from "effect/FiberSet"
import * as Schedule from "effect/Schedule"
import * as Semaphore from "effect/Semaphore"
import { storageLimits } from "../codec/index.ts"
import type { RoleLibrary } from "../library.ts"
import type { Meter } from "../observe/meter.ts"
import type { Input } from "../step.ts"
import type { Pending } from "./activities.ts"
import { makeTake } from "./given.ts"
import type { Perform } from "./options.ts"

/** Has activities performed by the application. */
export type Performer = (pending: Pending) => Effect.Effect<void>

/** From a tenth of a second to half a minute, with jitter. */
const backoff = Schedule.min([Schedule.exponential("100 millis"), Schedule.spaced("30 seconds")]).pipe(
  Schedule.jittered,
)

/** What came of an activity is nothing that its node could write down. */
class ResultRefused extends Data.TaggedError("ResultRefused")<{ readonly reason: string }> {
  override get message(): string {
    return `its result cannot be written: ${this.reason}`
  }
}

/** That of a role that asks for nothing. */
export const nobodyPerforms: Performer = ({ activity }) => Effect.die(new Error(`nobody performs ${activity}`))

/** Takes results over from the application. */
const takingResults = (role: RoleLibrary) => {
  const take = makeTake(storageLimits)
  return (activity: string, result: unknown): Effect.Effect<unknown, ResultRefused> => {
    const codecs = role.activities[activity]
    if (codecs === undefined) return Effect.die(new Error(`${role.name} has no activity ${activity}`))
    const taken = take(codecs.answer, result)
    return taken.kind === "taken" ? Effect.succeed(taken.value) : Effect.fail(new ResultRefused(taken))
  }
}

/** An activity that fails is tried again with the same key, until it succeeds or the node stops; its result then reaches the node. */
export const makePerformer = Effect.fnUntraced(function* <Needs>(
  role: RoleLibrary,
  performs: { readonly [activity: string]: Perform<Needs> },
  atOnce: number,
  deliver: (input: Input) => void,
  meter: Meter,
) {
  const running = yield* FiberSet.make()
  const permits = yield* Semaphore.make(atOnce)
  const takeResult = takingResults(role)
  const needs = yield* Effect.context<Needs>()

  const attempt = (pending: Pending): Effect.Effect<unknown, unknown, Needs> => {
    const { activity, key, request } = pending
    const perform = performs[activity]
    return perform === undefined ? nobodyPerforms(pending) : Effect.suspend(() => perform(request, { key }))
  }

  const performer: Performer = (pending) => {
    const { activity, key, request } = pending
    const once = attempt(pending).pipe(
      Effect.flatMap((result) => takeResult(activity, result)),
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
