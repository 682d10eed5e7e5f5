import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { afterAll, expect, test } from "vitest"
import { MemoryStorage, Wal } from "../../src/storage/index.ts"
import { conforms } from "./conformance.ts"

const root = mkdtempSync(join(tmpdir(), "lockstep-storage-"))
afterAll(() => rmSync(root, { recursive: true }))

let places = 0
const directory = () => join(root, "made", String(++places))

conforms("memory", () => MemoryStorage.layer(MemoryStorage.emptyStore()))
conforms("write-ahead log", () => Wal.layer(directory(), { segmentBytes: 4096 }))

test("a directory is open once at a time", async () => {
  const place = directory()
  const again = Effect.andThen(Wal.open(place), Effect.flip(Wal.open(place)))
  expect(await Effect.runPromise(Effect.scoped(again))).toMatchObject({ _tag: "StorageLocked", place })
  await Effect.runPromise(Effect.scoped(Wal.open(place)))
})

test("a directory that cannot be made is a typed failure", async () => {
  const failure = await Effect.runPromise(Effect.scoped(Effect.flip(Wal.open("/dev/null/data"))))
  expect(failure).toMatchObject({ _tag: "StorageFailed", operation: "lock" })
})
