import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import { expect, test } from "vitest"
import { type StorageService, Wal } from "../../src/storage/index.ts"
import * as Sqlite from "../../src/storage/sqlite.ts"

/** Copies what a node has left into a storage in which nothing was ever written. */
const move = Effect.fnUntraced(function* (from: StorageService, to: StorageService) {
  const { snapshot, batches } = yield* from.load
  if (snapshot !== null) yield* to.snapshot(snapshot)
  for (const batch of batches) yield* to.append(batch)
})

const textOf = (name: string): string => readFileSync(fileURLToPath(new URL(name, import.meta.url)), "utf8")

test("the manual shows how to move a node to another storage", () => {
  const [shown = ""] = /\/\*\* Copies what[^]*?\n}\)\n/.exec(textOf("moving.test.ts")) ?? []
  expect(textOf("../../../docs/storage.md")).toContain(shown)
})

test("a node is moved to another storage", async () => {
  const root = mkdtempSync(join(tmpdir(), "lockstep-moving-"))
  const left = { snapshot: [new Uint8Array([1, 2])], batches: [new Uint8Array([3]), new Uint8Array([4, 5])] }
  const first = Effect.gen(function* () {
    const log = yield* Wal.open(join(root, "log"))
    yield* log.snapshot(left.snapshot)
    yield* Effect.forEach(left.batches, log.append)
  })
  const next = Effect.gen(function* () {
    yield* move(yield* Wal.open(join(root, "log")), yield* Sqlite.open(join(root, "node.sqlite")))
  })
  const last = Effect.flatMap(Sqlite.open(join(root, "node.sqlite")), (storage) => storage.load)
  const all = Effect.andThen(Effect.andThen(Effect.scoped(first), Effect.scoped(next)), Effect.scoped(last))
  expect(await Effect.runPromise(all)).toEqual(left)
  rmSync(root, { recursive: true })
})
