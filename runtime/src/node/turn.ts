import type * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Scope from "effect/Scope"
import type { Meter } from "../observe/meter.ts"
import type { Input } from "../step.ts"
import type { StorageError, StorageService } from "../storage/storage.ts"
import type { Membership } from "../transport/transport.ts"
import type { Recorder } from "../trace/recorder.ts"
import { elapsedOf } from "./alarm.ts"
import type { Arrival } from "./arrival.ts"
import type { Stored } from "./boot.ts"
import type { Calls } from "./calls.ts"
import type { Answer, Core, Instant } from "./core.ts"
import { NodeFailed } from "./errors.ts"
import type { Events } from "./events.ts"
import type { Journal, Remembered } from "./journal.ts"
import type { Outbox } from "./outbox.ts"
import type { Performer } from "./performer.ts"
import type { States } from "./views.ts"

/** All that a turn of a node touches. */
export interface TurnParts {
  readonly self: string
  readonly clock: Clock.Clock
  readonly core: Core
  readonly journal: Journal
  readonly remembered: Remembered
  readonly storage: StorageService
  readonly stored: Stored | undefined
  readonly outbox: Outbox
  readonly membership: Membership
  readonly calls: Calls
  readonly perform: Performer
  readonly events: Events
  readonly states: States
  readonly journalBytes: number
  readonly meter: Meter
  readonly recorder: Recorder | undefined
  /** Ends with the node's work. */
  readonly scope: Scope.Scope
  /** Hears of what fails beside the turns. */
  readonly fail: (failure: Effect.Effect<never, TurnError>) => void
  /** What runs after a turn, with the deadlines that it left. */
  readonly reset: () => void
}

/** The turns of a node: steps for a batch of inputs, their early messages, one sync, and only then what else the steps have asked for. */
export interface Turns {
  /** Makes durable that a life has begun. The first of all leaves a snapshot, as does one that goes on behind what another spec has written. */
  readonly first: (input: Input) => Effect.Effect<void, TurnError>
  /** A turn that need not wait for the storage, or for whoever hears of it, is over at once. Otherwise gives what must be waited for. */
  readonly next: (inputs: readonly Arrival[]) => Effect.Effect<void, TurnError> | undefined
}

/** Why turns end before their time. */
export type TurnError = StorageError | NodeFailed

const answer = (calls: Calls, given: Answer): void => {
  if (given.kind === "reply") calls.reply(given.call, given.value)
  else calls.reject(given.call, given.reason)
}

/** The clock of the world may be set back; that of a node stands still then. */
const instants = (clock: Clock.Clock): (() => Instant) => {
  let now = 0
  return () => {
    now = Math.max(now, Math.floor(clock.currentTimeMillisUnsafe()))
    return { now, elapsed: elapsedOf(clock) }
  }
}

/** So many times longer a journal may get behind a snapshot that was of little use. */
const longestPatience = 4

/** What has ended already is not waited for. */
const mapped = (effect: Effect.Effect<void, StorageError>, run: () => void): Effect.Effect<void, StorageError> => {
  if (!Exit.isExit(effect)) return Effect.map(effect, run)
  if (Exit.isSuccess(effect)) run()
  return effect
}

function* tapped<Item>(items: Iterable<Item>, tap: (item: Item) => void): Iterable<Item> {
  for (const item of items) {
    tap(item)
    yield item
  }
}

export const makeTurns = (parts: TurnParts): Turns => {
  const { self, clock, core, journal, storage, stored, outbox, membership, calls, events, states, meter } = parts
  const instantOf = instants(clock)
  let written = stored?.batches ?? 0
  let held = stored?.snapshot ?? 0
  let patience = 1
  let isSnapshotTaken = true
  let worthwhile = parts.journalBytes

  const steps = (inputs: readonly Arrival[]): NodeFailed | undefined => {
    try {
      const instant = instantOf()
      for (const input of inputs) core.take(input, instant)
      meter.stepped(inputs)
      return undefined
    } catch (cause) {
      return new NodeFailed({ node: self, cause })
    }
  }

  /**
   * A snapshot is taken when the journal has grown beyond it: so its cost is a share of what was written anyway. Where it was hardly smaller
   * than what it stands for, as that of a log that only grows, the next one waits longer: it costs as much as all that is in it.
   */
  const snapshot = Effect.suspend(() => {
    const [isFirst, before] = [written === 0, held + written]
    written = 0
    held = 0
    const all = journal.snapshot({ ...parts.remembered, state: core.state() })
    journal.clear()
    const taken = storage.snapshot(tapped(all, ({ length }) => (held += length)))
    return Effect.map(taken, () => {
      patience = isFirst || 2 * held < before ? 1 : Math.min(longestPatience, 2 * patience)
      worthwhile = Math.max(parts.journalBytes, 2 * patience * held)
      meter.tookSnapshot()
    })
  })

  /** The turns go on meanwhile: a large state takes longer to write than peers wait for a word of this node. */
  const snapshotMeanwhile = Effect.suspend(() => {
    isSnapshotTaken = false
    return snapshot
  }).pipe(
    Effect.andThen(Effect.sync(() => (isSnapshotTaken = true))),
    Effect.catchCause((cause) => Effect.sync(() => parts.fail(Effect.failCause(cause)))),
    Effect.forkIn(parts.scope, { startImmediately: true }),
    Effect.asVoid,
  )

  const append = (): Effect.Effect<void, TurnError> => {
    const bytes = journal.bytes()
    written += bytes.length
    const began = elapsedOf(clock)
    return mapped(storage.append(bytes), () => meter.journalled(bytes.length, elapsedOf(clock) - began))
  }

  /** Lets go of what the steps have asked for. Gives what the application is still to hear of. */
  const release = (): Effect.Effect<void> | undefined => {
    journal.clear()
    parts.recorder?.release()
    const { answers, activities, events: told } = core.wishes()
    outbox.release(membership.send)
    states.publish(core.state())
    for (const given of answers) answer(calls, given)
    parts.reset()
    if (told.length + activities.length === 0) return undefined
    return Effect.andThen(
      Effect.forEach(told, events.tell, { discard: true }),
      Effect.forEach(activities, parts.perform, { discard: true }),
    )
  }
  const released = Effect.suspend(() => release() ?? Effect.void)

  /** Gives what is to be waited for now that the steps are durable. */
  const afterSync = (): Effect.Effect<void, TurnError> | undefined => {
    const rest = release()
    if (written < worthwhile || !isSnapshotTaken) return rest
    return rest === undefined ? snapshotMeanwhile : Effect.andThen(rest, snapshotMeanwhile)
  }

  const durably = (): Effect.Effect<void, TurnError> | undefined => {
    const appended = append()
    if (!Exit.isExit(appended)) return Effect.andThen(appended, () => afterSync() ?? Effect.void)
    return Exit.isFailure(appended) ? appended : afterSync()
  }

  const settled = (): Effect.Effect<void, TurnError> | undefined => (journal.isEmpty() ? afterSync() : durably())

  return {
    first: (input) =>
      Effect.suspend((): Effect.Effect<void, TurnError> => {
        journal.live(parts.remembered.lives)
        const failure = steps([input])
        if (failure !== undefined) return Effect.fail(failure)
        return stored === undefined ? Effect.andThen(snapshot, released) : (settled() ?? Effect.void)
      }),
    next(inputs) {
      const failure = steps(inputs)
      if (failure !== undefined) return Effect.fail(failure)
      /** What is sent leaves once this fiber pauses: a sync may hold the whole process up. */
      return !journal.isEmpty() && outbox.releaseEarly(membership.send)
        ? Effect.andThen(Effect.yieldNow, () => durably() ?? Effect.void)
        : settled()
    },
  }
}
