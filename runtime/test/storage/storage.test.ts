import { spawnSync } from "node:child_process"
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { afterAll, describe, expect, test } from "vitest"
import { MemoryStorage, Wal } from "../../src/storage/index.ts"
import * as Postgres from "../../src/storage/postgres.ts"
import * as Sqlite from "../../src/storage/sqlite.ts"
import { startPostgres } from "../../../test/servers/postgres.ts"
import { conforms, conformsDurably, type Place, type SmallPlace } from "./conformance.ts"
import { postgresPlaces } from "./postgres-places.ts"
import { mountSmallDisk, type SmallDisk } from "./small-disk.ts"

const root = mkdtempSync(join(tmpdir(), "lockstep-storage-"))
chmodSync(root, 0o755)
const server = await startPostgres()
const [logDisk, sqliteDisk] = ["log", "sqlite"].map((name) => mountSmallDisk(join(root, name)))
const postgresDisk = mountSmallDisk(join(root, "postgres"), server.uid)

afterAll(async () => {
  await server[Symbol.asyncDispose]()
  for (const disk of [logDisk, sqliteDisk, postgresDisk]) disk?.[Symbol.dispose]()
  rmSync(root, { recursive: true })
})

let places = 0
const directory = () => join(root, "made", String(++places))

/** Flips a bit of a text wherever it stands in the files of a directory. */
const damageFiles = (place: string, text: string): void => {
  for (const name of readdirSync(place)) {
    const file = join(place, name)
    const content = readFileSync(file)
    const damaged = Buffer.from(text)
    damaged[0] = (damaged[0] ?? 0) ^ 1
    const [from, to] = content.includes(text) ? [Buffer.from(text), damaged] : [damaged, Buffer.from(text)]
    for (let at = content.indexOf(from); at !== -1; at = content.indexOf(from, at + 1)) content.set(to, at)
    writeFileSync(file, content)
  }
}

const inDirectory = (place: string, layer: Place["layer"]): Required<Place> => ({
  layer,
  damage: async (text) => damageFiles(place, text),
})

const logPlace = (place = directory()) => inDirectory(place, Wal.layer(place, { segmentBytes: 4096 }))
const sqlitePlace = (place = directory()) => inDirectory(place, Sqlite.layer(join(place, "node.sqlite")))
const { postgresPlace, useTablespace } = postgresPlaces(server)

if (postgresDisk !== undefined) await useTablespace(postgresDisk.directory)

const small = (disk: SmallDisk | undefined, place: (directory: string) => Place): (() => SmallPlace) | undefined =>
  disk && (() => ({ ...place(disk.directory), makeRoom: disk.makeRoom }))

conforms("memory", () => ({ layer: MemoryStorage.layer(MemoryStorage.emptyStore()) }))
conformsDurably("write-ahead log", logPlace, small(logDisk, logPlace))
conformsDurably("SQLite", sqlitePlace, small(sqliteDisk, sqlitePlace))
conformsDurably(
  "Postgres",
  postgresPlace,
  small(postgresDisk, () => postgresPlace("small")),
)

/** The boundary where options come from where there are no types. */
const loose = <Options>(options: unknown) => options as Options

describe("a storage refuses", () => {
  const url = "postgres://node:secret@db/nodes"
  const postgres = (options: object) => Postgres.layer(loose({ url: Redacted.make(url), name: "n1", ...options }))
  const never = directory()

  test.each<readonly [message: string, layer: () => Place["layer"]]>([
    ['storage.directory: "" is no directory', () => Wal.layer("")],
    ["storage.directory: null is no directory", () => Wal.layer(loose(undefined))],
    [
      "storage.segmentBites: there is no such option: segmentBytes, random",
      () => Wal.layer(never, loose({ segmentBites: 1 })),
    ],
    ...[0, -1, 1.5, Number.NaN, Infinity].map(
      (segmentBytes) =>
        [
          `storage.segmentBytes: ${segmentBytes} is no whole number above 0`,
          () => Wal.layer(never, { segmentBytes }),
        ] as const,
    ),
    ['storage.file: "" is no file', () => Sqlite.layer("")],
    ["storage.file: null is no file", () => Sqlite.layer(loose(undefined))],
    ['storage.url: it is no Redacted.make("postgres://user:password@host:port/database")', () => postgres({ url })],
    ["storage.name: null is no string", () => postgres({ name: undefined })],
    ['storage.timeout: "soon" is no duration such as "150 millis"', () => postgres({ timeout: "soon" })],
    [
      "storage.lockTimout: there is no such option: url, name, ssl, lockTimeout, timeout",
      () => postgres({ lockTimout: 1 }),
    ],
  ])("%s", async (message, layer) => {
    const failure = await Effect.runPromise(Effect.scoped(Effect.flip(Layer.build(layer()))))
    expect(failure).toMatchObject({ _tag: "BadConfiguration", message })
    expect(existsSync(never)).toBe(false)
  })
})

const nowhere = fileURLToPath(new URL("nowhere.ts", import.meta.url))

test.runIf(process.platform === "linux").each([
  ["log", /^StorageFailed: the storage failed to lock: Error: ENOENT.*mkdir '\/proc\/data'/],
  ["SQLite", /^StorageFailed: the storage failed to lock: Error: ENOENT.*mkdir '\/proc\/data'/],
  ["trace", /steps are no longer recorded: Error: ENOENT[^]*it works/],
])("a %s where no directory can be made comes back with the reason", (what, said) => {
  const { status, stdout } = spawnSync(process.execPath, [nowhere, what, "/proc/data/l1"], { timeout: 20_000 })
  expect({ status, said: String(stdout) }).toEqual({ status: 0, said: expect.stringMatching(said) })
})

test("a directory is made with all that it stands in", async () => {
  const place = join(directory(), "a", "b")
  await Effect.runPromise(Effect.scoped(Wal.open(place)))
  expect(readdirSync(place)).toContain("lock")
})

test("a directory that cannot be made is a typed failure", async () => {
  const failure = await Effect.runPromise(Effect.scoped(Effect.flip(Wal.open("/dev/null/data"))))
  expect(failure).toMatchObject({ _tag: "StorageFailed", operation: "lock" })
})
