import fc from "fast-check"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import { describe, expect, test } from "vitest"
import { type OpenStorageError, Storage, type StorageError, type StorageService } from "../../src/storage/index.ts"

/** Where one storage is. */
export interface Place {
  /** Opens the same storage anew each time that it is built. */
  readonly layer: Layer.Layer<Storage, OpenStorageError>
  /** Flips a bit of this text where it is stored, and back; absent if nobody can. */
  readonly damage?: (text: string) => Promise<void>
}

/** A place with so little room that a few batches of 64 KiB fill it. */
export interface SmallPlace extends Place {
  readonly makeRoom: () => void
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (found: Uint8Array): string => new TextDecoder().decode(found)

const withStorage = <Answer>(
  { layer }: Place,
  use: (storage: StorageService) => Effect.Effect<Answer, StorageError>,
): Promise<Answer> => Effect.runPromise(Storage.use(use).pipe(Effect.provide(layer)))

/** What the next life finds. */
const found = async (place: Place) => {
  const { snapshot, batches } = await withStorage(place, (storage) => storage.load)
  return { snapshot: snapshot && snapshot.map(text).join("|"), batches: batches.map(text) }
}

const append = (place: Place, ...batches: readonly string[]): Promise<unknown> =>
  withStorage(place, (storage) => Effect.forEach(batches, (batch) => storage.append(bytes(batch))))

const snapshot = (place: Place, ...parts: readonly string[]): Promise<unknown> =>
  withStorage(place, (storage) => storage.snapshot(parts.map(bytes)))

/** Why the storage does not open. */
const refusal = ({ layer }: Place): Promise<OpenStorageError> =>
  Effect.runPromise(Effect.scoped(Effect.flip(Layer.build(layer))))

const keeps = (makePlace: () => Place): void => {
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
    await snapshot(place, "both")
    expect(await found(place)).toEqual({ snapshot: "both", batches: [] })
    await append(place, "three")
    expect(await found(place)).toEqual({ snapshot: "both", batches: ["three"] })
  })

  test("takes a snapshot before any batch, and one after the other", async () => {
    const place = makePlace()
    await snapshot(place, "first")
    await snapshot(place, "second")
    expect(await found(place)).toEqual({ snapshot: "second", batches: [] })
  })

  test("takes batches while a snapshot is being written", async () => {
    const place = makePlace()
    await append(place, "one", "two")
    await withStorage(place, (storage) =>
      Effect.gen(function* () {
        const writing = yield* Effect.forkChild(storage.snapshot([bytes("both")]), { startImmediately: true })
        yield* storage.append(bytes("three"))
        yield* Fiber.join(writing)
        yield* storage.append(bytes("four"))
      }),
    )
    expect(await found(place)).toEqual({ snapshot: "both", batches: ["three", "four"] })
  })

  test("keeps a snapshot of many parts, each as it was when the next was asked for", async () => {
    const place = makePlace()
    const names = Array.from({ length: 40 }, (_, index) => `part ${index}`)
    const scratch = new Uint8Array(16)
    function* parts() {
      for (const name of names) yield scratch.subarray(0, new TextEncoder().encodeInto(name, scratch).written)
    }
    await append(place, "one")
    await withStorage(place, (storage) => storage.snapshot(parts()))
    await append(place, "two")
    expect(await found(place)).toEqual({ snapshot: names.join("|"), batches: ["two"] })
  })

  test("fails when a part cannot be written, and has then what it had", async () => {
    const place = makePlace()
    function* parts(): Iterable<Uint8Array> {
      yield bytes("a part")
      throw new Error("too large")
    }
    await append(place, "one")
    const failed = withStorage(place, (storage) => storage.snapshot(parts()))
    await expect(failed).rejects.toThrow("too large")
    expect(await found(place)).toEqual({ snapshot: null, batches: ["one"] })
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
    await snapshot(place, large)
    expect(await found(place)).toEqual({ snapshot: large, batches: [] })
  })

  test("does not count an empty batch", async () => {
    const place = makePlace()
    await append(place, "one", "", "two")
    expect(await found(place)).toEqual({ snapshot: null, batches: ["one", "two"] })
  })
}

/** What is done in one life of a node. */
type Life = readonly { readonly kind: "append" | "snapshot"; readonly content: Uint8Array }[]

const lives: fc.Arbitrary<readonly Life[]> = fc.array(
  fc.array(
    fc.record({
      kind: fc.constantFrom("append", "append", "append", "append", "snapshot"),
      content: fc.uint8Array({ minLength: 1, maxLength: 3000 }),
    }),
    { maxLength: 12 },
  ),
  { maxLength: 4 },
)

const halves = (content: Uint8Array): readonly Uint8Array[] => {
  const middle = content.length >> 1
  return [content.subarray(0, middle), content.subarray(middle)]
}

/** Lives one life, and tells what the next must find after it. */
const live = async (place: Place, life: Life, before: { snapshot: Uint8Array[] | null; batches: Uint8Array[] }) => {
  const after = structuredClone(before)
  for (const { kind, content } of life)
    if (kind === "append") after.batches.push(content)
    else Object.assign(after, { snapshot: halves(content), batches: [] })
  await withStorage(place, (storage) => {
    const run = Effect.forEach(life, ({ kind, content }) =>
      kind === "append" ? storage.append(content) : storage.snapshot(halves(content)),
    )
    return Effect.tap(storage.load, (recovered) =>
      Effect.andThen(
        Effect.sync(() => expect(recovered).toEqual(before)),
        run,
      ),
    )
  })
  return after
}

const modelled = (makePlace: () => Place): void => {
  test("holds after any lives what they have left", async () => {
    await fc.assert(
      fc.asyncProperty(lives, async (many) => {
        const place = makePlace()
        let left: Parameters<typeof live>[2] = { snapshot: null, batches: [] }
        for (const life of [...many, []]) left = await live(place, life, left)
      }),
      { numRuns: 25 },
    )
  })
}

const alone = (makePlace: () => Place): void => {
  test("is open once at a time", async () => {
    const { layer } = makePlace()
    const again = Effect.andThen(Layer.build(layer), Effect.flip(Layer.build(Layer.fresh(layer))))
    expect(await Effect.runPromise(Effect.scoped(again))).toMatchObject({ _tag: "StorageLocked" })
    await Effect.runPromise(Effect.scoped(Layer.build(Layer.fresh(layer))))
  })
}

const reports = (makePlace: () => Required<Place>): void => {
  test.each(["the first", "the middle", "the last"])(
    "reports damage to %s batch, and touches nothing",
    async (batch) => {
      const place = makePlace()
      await append(place, "the first", "the middle", "the last")
      await place.damage(batch)
      for (let attempt = 0; attempt < 2; attempt++)
        expect(await refusal(place)).toMatchObject({ _tag: "StorageCorrupt" })
      await place.damage(batch)
      expect((await found(place)).batches).toEqual(["the first", "the middle", "the last"])
    },
  )

  test("reports damage to the snapshot, and touches nothing", async () => {
    const place = makePlace()
    await snapshot(place, "the state", "the rest")
    await append(place, "behind it")
    for (const part of ["the state", "the rest"]) {
      await place.damage(part)
      for (let attempt = 0; attempt < 2; attempt++)
        expect(await refusal(place)).toMatchObject({ _tag: "StorageCorrupt" })
      await place.damage(part)
    }
    expect(await found(place)).toEqual({ snapshot: "the state|the rest", batches: ["behind it"] })
  })
}

/** Nothing that a database could compress. */
const batchOf = (number: number): Uint8Array => {
  let state = number
  return Uint8Array.from({ length: 65_536 }, () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24)
}

/** Appends until there is no room, and tells how many batches were acknowledged. */
const fill = (place: Place): Promise<number> =>
  withStorage(place, (storage) =>
    Effect.gen(function* () {
      let acknowledged = 0
      const appendOne = Effect.tap(
        Effect.suspend(() => storage.append(batchOf(acknowledged + 1))),
        () => Effect.sync(() => acknowledged++),
      )
      const failure = yield* Effect.orDie(Effect.flip(Effect.repeat(appendOne, { times: 500 })))
      expect(failure).toMatchObject({ _tag: "StorageFailed", operation: "append" })
      expect(yield* Effect.orDie(Effect.flip(storage.append(bytes("more"))))).toBe(failure)
      return acknowledged
    }),
  )

const endures = (makePlace: () => SmallPlace): void => {
  test("fails when there is no room, and has then all that it acknowledged", async () => {
    const place = makePlace()
    const acknowledged = await fill(place)
    expect(acknowledged).toBeGreaterThan(5)
    place.makeRoom()
    const { batches } = await withStorage(place, (storage) => storage.load)
    expect(batches.length - acknowledged).toBeOneOf([0, 1])
    batches.forEach((batch, index) => expect(batch).toEqual(batchOf(index + 1)))
    await append(place, "again")
    expect((await found(place)).batches.at(-1)).toBe("again")
  })
}

/** What every storage must do: each test gets a place in which nothing was ever written. */
export const conforms = (name: string, makePlace: () => Place): void => {
  describe(name, () => {
    keeps(makePlace)
    modelled(makePlace)
    alone(makePlace)
  })
}

/** What a storage must do that outlives its process. */
export const conformsDurably = (
  name: string,
  makePlace: () => Required<Place>,
  makeSmallPlace: (() => SmallPlace) | undefined,
): void => {
  describe(name, () => {
    keeps(makePlace)
    modelled(makePlace)
    alone(makePlace)
    reports(makePlace)
    if (makeSmallPlace === undefined) test.skip("fails when there is no room: this user may not mount a file system")
    else endures(makeSmallPlace)
  })
}
