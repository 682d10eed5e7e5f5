import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import * as Effect from "effect/Effect"
import { afterAll, afterEach, describe, expect, onTestFinished, test, vi } from "vitest"
import * as Sqlite from "../../src/storage/sqlite.ts"
import type { OpenStorageError } from "../../src/storage/index.ts"
import { batch } from "./log-checks.ts"
import { storageWith } from "./planted.ts"

const root = mkdtempSync(join(tmpdir(), "lockstep-sqlite-"))
afterAll(() => rmSync(root, { recursive: true }))
afterEach(() => {
  vi.restoreAllMocks()
})

let places = 0
const newFile = (): string => {
  const directory = join(root, String(++places))
  mkdirSync(directory)
  return join(directory, "node.sqlite")
}

type Open = typeof Sqlite.open

/** How many batches a file holds, each of which must be whole; or why it does not open. */
const look = (open: Open, file: string): Promise<number | OpenStorageError> =>
  Effect.runPromise(
    Effect.flatMap(open(file), (storage) => storage.load).pipe(
      Effect.map(({ batches }) => {
        batches.forEach((found, index) => expect(found).toEqual(batch(index + 1, found.length)))
        return batches.length
      }),
      Effect.catch(Effect.succeed),
      Effect.scoped,
    ),
  )

/** The files of a database, as a process leaves them that dies or that closes it after this many batches. */
const filesAfter = async (batches: number, end: "dies" | "closes"): Promise<ReadonlyMap<string, Uint8Array>> => {
  const file = newFile()
  const directory = join(file, "..")
  const read = () =>
    new Map(readdirSync(directory).map((name) => [name, new Uint8Array(readFileSync(join(directory, name)))]))
  const life = Effect.gen(function* () {
    const storage = yield* Sqlite.open(file)
    for (let number = 1; number <= batches; number++) yield* storage.append(batch(number, 1500))
    return read()
  })
  const dead = await Effect.runPromise(Effect.scoped(life))
  return end === "dies" ? dead : read()
}

const lookDamaged = (open: Open, files: ReadonlyMap<string, Uint8Array>, name: string, position: number) => {
  const file = newFile()
  for (const [other, content] of files) {
    const bytes = content.slice()
    if (other === name) bytes[position] = (bytes[position] ?? 0) ^ (1 << (position % 8))
    writeFileSync(join(file, "..", other), bytes)
  }
  return look(open, file)
}

const count = 12
const pageBytes = 4096
const frameBytes = pageBytes + 24

/** Damages the log of a process that has died: only what belongs to its last two commits may pass for torn. */
const reportsWalDamage = async (open: Open): Promise<void> => {
  const files = await filesAfter(count, "dies")
  const name = "node.sqlite-wal"
  const { length = 0 } = files.get(name) ?? {}
  expect(length).toBeGreaterThan(count * frameBytes)
  const positions = [...Array(length).keys()].filter((at) => (at - 32) % frameBytes < 24 || at % 397 === 0)
  for (const position of positions) {
    const found = await lookDamaged(open, files, name, position)
    const isReported = typeof found === "object" && found._tag === "StorageCorrupt"
    const mayBeTorn = position >= length - 4 * frameBytes && typeof found === "number" && found >= count - 2
    expect(isReported || mayBeTorn || found === count, `byte ${position}: ${String(found)}`).toBe(true)
  }
}

describe("damage", () => {
  test("to the log of a process that has died is reported", () => reportsWalDamage(Sqlite.open))

  test("to that log would be overlooked by SQLite alone", async () => {
    const blind = { file: "sqlite-wal.ts", from: "return place(whole)", to: "return undefined" }
    const { sqlite, remove } = await storageWith(blind)
    onTestFinished(remove)
    await expect(reportsWalDamage(sqlite.open)).rejects.toThrow(/byte \d+: \d+/)
  })

  test("to the database is reported or changes nothing", async () => {
    const files = await filesAfter(count, "closes")
    expect([...files.keys()]).not.toContain("node.sqlite-wal")
    const { length = 0 } = files.get("node.sqlite") ?? {}
    for (let position = 0; position < length; position += position % pageBytes < 160 ? 1 : 89) {
      const found = await lookDamaged(Sqlite.open, files, "node.sqlite", position)
      expect(typeof found === "object" ? "an error" : found, `byte ${position}`).toBeOneOf(["an error", count])
    }
  })
})

describe("a file that is refused", () => {
  const refusal = (file: string) => look(Sqlite.open, file)

  test("is no database", async () => {
    const file = newFile()
    writeFileSync(file, "a text that somebody has put here".repeat(100))
    expect(await refusal(file)).toMatchObject({ _tag: "StorageCorrupt", reason: "file is not a database" })
  })

  test("is a database of something else, and stays as it was", async () => {
    const file = newFile()
    const other = new DatabaseSync(file)
    other.exec("CREATE TABLE customer (name TEXT)")
    other.close()
    const before = readFileSync(file)
    expect(await refusal(file)).toMatchObject({ reason: "this is a database of something else" })
    expect(readFileSync(file)).toEqual(before)
  })

  test("is of a later version", async () => {
    const file = newFile()
    await look(Sqlite.open, file)
    const database = new DatabaseSync(file)
    database.exec("PRAGMA user_version = 2")
    database.close()
    expect(await refusal(file)).toMatchObject({ reason: "version 2 of the tables is not known" })
  })

  test("is in use by another program", async () => {
    const file = newFile()
    await look(Sqlite.open, file)
    const other = new DatabaseSync(file)
    other.exec("BEGIN EXCLUSIVE")
    expect(await refusal(file)).toMatchObject({ _tag: "StorageLocked", place: file })
    other.close()
  })

  test("is a directory", async () => {
    expect(await refusal(join(newFile(), ".."))).toMatchObject({ _tag: "StorageFailed", operation: "open" })
  })

  test("cannot be made", async () => {
    expect(await refusal("/dev/null/node.sqlite")).toMatchObject({ _tag: "StorageFailed", operation: "lock" })
  })
})

test.skipIf(process.platform === "win32")(
  "nobody else may read its files, whatever the process lets others read",
  async () => {
    const file = newFile()
    const mask = process.umask(0o022)
    const modes = await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const storage = yield* Sqlite.open(file)
          yield* storage.append(batch(1, 1500))
          const names = readdirSync(dirname(file)).toSorted()
          return names.map((name) => [name, statSync(join(dirname(file), name)).mode & 0o777])
        }),
      ),
    ).finally(() => process.umask(mask))
    expect(modes.map(([name]) => name)).toEqual(
      expect.arrayContaining(["node.sqlite", "node.sqlite-lock", "node.sqlite-wal"]),
    )
    expect(modes.filter(([, mode]) => mode !== 0o600)).toEqual([])
  },
)

test.each(["locking_mode", "journal_mode", "synchronous", "fullfsync", "checkpoint_fullfsync", "cell_size_check"])(
  "a SQLite that does not take %s is refused",
  async (name) => {
    const { exec } = DatabaseSync.prototype
    vi.spyOn(DatabaseSync.prototype, "exec").mockImplementation(function (this: DatabaseSync, statement) {
      const weak = name === "synchronous" ? "PRAGMA synchronous = 1" : ""
      exec.call(this, statement.startsWith(`PRAGMA ${name} =`) ? weak : statement)
    })
    const failure = await look(Sqlite.open, newFile())
    expect(failure).toMatchObject({ _tag: "StorageFailed", cause: expect.stringContaining(`SQLite keeps ${name} at`) })
  },
)
