import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import { snapshotFrames } from "./snapshot.ts"
import { type Recovered, type StorageError, StorageFailed, type StorageService } from "./storage.ts"

/** An open database as the contract of a storage needs it. */
export interface Journal {
  readonly append: (sequence: number, batch: Uint8Array) => Effect.Effect<void, StorageError>
  /** The snapshot stands for all batches up to this number; its frames lie one behind the other. */
  readonly snapshot: (last: number, frames: Uint8Array) => Effect.Effect<void, StorageError>
}

/** What SQLite takes as one value, but for the rest of its row; Postgres would take a little more. */
export const mostSnapshotBytes = 999_999_000

const tooLarge = (most: number): StorageFailed =>
  new StorageFailed({
    operation: "take a snapshot",
    cause: `it is larger than ${most} bytes, and a database takes it as one value: move what this node stores to a log, whose snapshots have no limit`,
  })

/** A database takes a snapshot as one value. Batches go on between its parts. */
const gathered = Effect.fnUntraced(function* (frames: Iterable<Uint8Array>, most: number) {
  const all: Uint8Array[] = []
  let bytes = 0
  for (const frame of frames) {
    bytes += frame.length
    if (bytes > most) return yield* tooLarge(most)
    all.push(frame.slice())
    yield* Effect.yieldNow
  }
  return Buffer.concat(all)
})

const interrupted = (operation: string) => new StorageFailed({ operation, cause: "it was interrupted" })

/**
 * Numbers the batches, and lets nothing through after the first failure: nobody knows what the database holds then, and it must be opened
 * anew.
 */
export const serve = (
  journal: Journal,
  found: Recovered,
  last: number,
  mostBytes: number = mostSnapshotBytes,
): StorageService => {
  let untaken: Recovered | undefined = found
  let next = last + 1
  let failure: StorageError | undefined
  const alone = Semaphore.makeUnsafe(1).withPermit

  const guarded = (operation: string, run: Effect.Effect<void, StorageError>) =>
    Effect.suspend(() => (failure === undefined ? run : Effect.fail(failure))).pipe(
      alone,
      Effect.tapError((error) => Effect.sync(() => (failure = error))),
      Effect.onInterrupt(() => Effect.sync(() => (failure ??= interrupted(operation)))),
    )

  return {
    load: Effect.sync(() => {
      if (untaken === undefined) throw new Error("what a storage holds is asked for once")
      const taken = untaken
      untaken = undefined
      return taken
    }),
    append: (batch) =>
      batch.length === 0 ? Effect.void : Effect.suspend(() => guarded("append", journal.append(next++, batch))),
    snapshot: (parts) =>
      Effect.suspend(() => {
        const last = next - 1
        const write = (frames: Uint8Array) => guarded("take a snapshot", journal.snapshot(last, frames))
        return Effect.matchEffect(gathered(snapshotFrames(last, parts), mostBytes), {
          onSuccess: write,
          onFailure: (error) => guarded("take a snapshot", Effect.fail(error)),
        })
      }),
  }
}
