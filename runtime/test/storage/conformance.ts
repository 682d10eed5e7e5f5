import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { describe, expect, test } from "vitest"
import { Storage, type StorageError, type StorageService } from "../../src/storage/index.ts"

/** Opens the same storage anew each time that it is built. */
type Place = Layer.Layer<Storage, StorageError>

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (found: Uint8Array): string => new TextDecoder().decode(found)

const withStorage = <Answer>(
  place: Place,
  use: (storage: StorageService) => Effect.Effect<Answer, StorageError>,
): Promise<Answer> => Effect.runPromise(Storage.use(use).pipe(Effect.provide(place)))

/** What the next life finds. */
const found = async (place: Place) => {
  const { snapshot, batches } = await withStorage(place, (storage) => storage.load)
  return { snapshot: snapshot && text(snapshot), batches: batches.map(text) }
}

const append = (place: Place, ...batches: readonly string[]): Promise<unknown> =>
  withStorage(place, (storage) => Effect.forEach(batches, (batch) => storage.append(bytes(batch))))

/** What every storage must do: each test gets a place in which nothing was ever written. */
export const conforms = (name: string, makePlace: () => Place): void => {
  describe(name, () => {
    test("begins empty", async () => {
      expect(await found(makePlace())).toEqual({ snapshot: null, batches: [] })
    })

    test("gives back batches in their order, life after life", async () => {
      const place = makePlace()
      await append(place, "one", "two")
      await append(place, "three")
      expect(await found(place)).toEqual({ snapshot: null, batches: ["one", "two", "three"] })
    })

    test("puts a snapshot in the place of what was before", async () => {
      const place = makePlace()
      await append(place, "one", "two")
      await withStorage(place, (storage) => storage.snapshot(bytes("both")))
      expect(await found(place)).toEqual({ snapshot: "both", batches: [] })
      await append(place, "three")
      expect(await found(place)).toEqual({ snapshot: "both", batches: ["three"] })
    })

    test("takes a snapshot before any batch, and one after the other", async () => {
      const place = makePlace()
      await withStorage(place, (storage) => storage.snapshot(bytes("first")))
      await withStorage(place, (storage) => storage.snapshot(bytes("second")))
      expect(await found(place)).toEqual({ snapshot: "second", batches: [] })
    })

    test("keeps its own copy of a batch", async () => {
      const place = makePlace()
      const batch = bytes("mine")
      await withStorage(place, (storage) => Effect.tap(storage.append(batch), () => Effect.sync(() => batch.fill(0))))
      expect(await found(place)).toEqual({ snapshot: null, batches: ["mine"] })
    })

    test("keeps batches larger than a segment, and snapshots too", async () => {
      const place = makePlace()
      const large = "x".repeat(300_000)
      await append(place, "small", large, "small")
      expect(await found(place)).toEqual({ snapshot: null, batches: ["small", large, "small"] })
      await withStorage(place, (storage) => storage.snapshot(bytes(large)))
      expect(await found(place)).toEqual({ snapshot: large, batches: [] })
    })

    test("does not count an empty batch", async () => {
      const place = makePlace()
      await append(place, "one", "", "two")
      expect(await found(place)).toEqual({ snapshot: null, batches: ["one", "two"] })
    })
  })
}
