import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { expect, test } from "vitest"
import { type Journal, serve } from "../../src/storage/guard.ts"

/** A database that keeps the frames of its snapshots. */
const recorder = (): { readonly journal: Journal; readonly snapshots: Uint8Array[] } => {
  const snapshots: Uint8Array[] = []
  return {
    snapshots,
    journal: { append: () => Effect.void, snapshot: (_, frames) => Effect.sync(() => void snapshots.push(frames)) },
  }
}

const nothing = { snapshot: null, batches: [] }

test("what a database cannot take as one value is refused in words before it is asked, and the storage ends", async () => {
  const { journal, snapshots } = recorder()
  const parts = [new Uint8Array(600), new Uint8Array(600), new Uint8Array(600)]
  const fits = serve(journal, nothing, 0, 2000)
  await Effect.runPromise(fits.snapshot(parts))
  expect(snapshots).toHaveLength(1)

  const storage = serve(journal, nothing, 0, 1500)
  const refused = await Effect.runPromise(Effect.result(storage.snapshot(parts)))
  expect(Result.getFailure(refused)).toMatchObject({
    value: {
      message:
        "the storage failed to take a snapshot: it is larger than 1500 bytes, and a database takes it as one value: " +
        "move what this node stores to a log, whose snapshots have no limit",
    },
  })
  expect(snapshots).toHaveLength(1)
  expect(await Effect.runPromise(Effect.flip(storage.append(new Uint8Array(1))))).toBe(
    Result.isFailure(refused) ? refused.failure : undefined,
  )
})
