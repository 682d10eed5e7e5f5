import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as PubSub from "effect/PubSub"
import type { Meter } from "../observe/meter.ts"
import type { Input } from "../step.ts"
import type { StorageError, StorageService } from "../storage/storage.ts"
import type { Membership } from "../transport/transport.ts"
import type { Recorder } from "../trace/recorder.ts"
import type { Tagged } from "../value.ts"
import { elapsedOf } from "./alarm.ts"
import type { Arrival } from "./arrival.ts"
import type { Calls } from "./calls.ts"
import type { Answer, Core, Instant } from "./core.ts"
import { NodeFailed } from "./errors.ts"
import type { Journal, Remembered } from "./journal.ts"
import type { Outbox } from "./outbox.ts"
import type { Performer } from "./performer.ts"
import type { States } from "./views.ts"

/** All that a turn of a node touches. */
export interface TurnParts {
  readonly self: string
  readonly core: Core
  readonly journal: Journal
  readonly remembered: Remembered
  readonly storage: StorageService
  readonly outbox: Outbox
  readonly membership: Membership
  readonly calls: Calls
  readonly perform: Performer
  readonly events: PubSub.PubSub<Tagged>
  readonly states: States
  readonly journalBytes: number
  readonly meter: Meter
  readonly recorder: Recorder | undefined
  /** What runs after a turn, with the deadlines that it left. */
  readonly reset: () => void
}

/** The turns of a node: steps for a batch of inputs, one sync, and only then what the steps have asked for. */
export interface Turns {
  /** The first turn of a life leaves a snapshot, so that the next life need not read the journal of the one before. */
  readonly first: (input: Input) => Effect.Effect<void, StorageError | NodeFailed>
  readonly next: (inputs: readonly Arrival[]) => Effect.Effect<void, StorageError | NodeFailed>
}

const answer = (calls: Calls, given: Answer): void => {
  if (given.kind === "reply") calls.reply(given.call, given.value)
  else calls.reject(given.call, given.reason)
}

/** The clock of the world may be set back; that of a node stands still then. */
const instants = (): ((clock: Clock.Clock) => Instant) => {
  let now = 0
  return (clock) => {
    now = Math.max(now, Math.floor(clock.currentTimeMillisUnsafe()))
    return { now, elapsed: elapsedOf(clock) }
  }
}

export const makeTurns = (parts: TurnParts): Turns => {
  const { self, core, journal, storage, outbox, membership, calls, events, states, meter } = parts
  const instantOf = instants()
  let written = 0
  let worthwhile = parts.journalBytes

  const steps = (inputs: readonly Arrival[]) =>
    Effect.flatMap(Clock.Clock, (clock) =>
      Effect.try({
        try: () => {
          const instant = instantOf(clock)
          for (const input of inputs) core.take(input, instant)
          meter.stepped(inputs)
        },
        catch: (cause) => new NodeFailed({ node: self, cause }),
      }),
    )

  /** A snapshot is taken when the journal has grown beyond it: so its cost is a share of what was written anyway. */
  const snapshot = Effect.suspend(() => {
    const bytes = journal.snapshot({ ...parts.remembered, state: core.state() })
    written = 0
    worthwhile = Math.max(parts.journalBytes, 2 * bytes.length)
    journal.clear()
    meter.tookSnapshot()
    return storage.snapshot(bytes)
  })

  const append = Effect.clockWith((clock) => {
    const bytes = journal.bytes()
    if (bytes.length === 0) return Effect.void
    written += bytes.length
    const began = elapsedOf(clock)
    return Effect.map(storage.append(bytes), () => meter.journalled(bytes.length, elapsedOf(clock) - began))
  })

  const release = Effect.fnUntraced(function* () {
    journal.clear()
    parts.recorder?.release()
    const { answers, activities, events: told } = core.wishes()
    outbox.release(membership.send)
    for (const given of answers) answer(calls, given)
    parts.reset()
    yield* states.publish(core.state())
    for (const event of told) yield* PubSub.publish(events, event)
    for (const pending of activities) yield* parts.perform(pending)
  })

  return {
    first: Effect.fnUntraced(function* (input) {
      yield* steps([input])
      yield* snapshot
      yield* release()
    }),
    next: Effect.fnUntraced(function* (inputs) {
      yield* steps(inputs)
      yield* append
      yield* release()
      if (written >= worthwhile) yield* snapshot
    }),
  }
}
