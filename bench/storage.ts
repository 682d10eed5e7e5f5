/**
 * Measures durable appends of 256 bytes, alone and 128 in a batch, to each storage and to a bare preallocated file, in one run on one
 * disk. A directory after the command says where that disk is: `node bench/storage.ts /var/tmp`.
 */
import { closeSync, fdatasyncSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { MemoryStorage, type OpenStorageError, Storage, Wal } from "@lockstep/runtime"
import * as Postgres from "@lockstep/runtime/postgres"
import * as Sqlite from "@lockstep/runtime/sqlite"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { startPostgres } from "../test/servers/postgres.ts"

const entryBytes = 256
const appends = 2000
const warmUp = 200

const at = (sorted: readonly number[], share: number): number => sorted[Math.floor(share * sorted.length)] ?? Number.NaN

const row = (name: string, entries: number, milliseconds: readonly number[]): string => {
  const sorted = milliseconds.toSorted((one, other) => one - other)
  const seconds = milliseconds.reduce((sum, one) => sum + one, 0) / 1000
  const rate = Math.round((milliseconds.length * entries) / seconds)
  const micros = [at(sorted, 0.5), at(sorted, 0.99)].map((value) => Math.round(1000 * value).toLocaleString("en"))
  return `| ${name} | ${entries} | ${micros.join(" | ")} | ${rate.toLocaleString("en")} |`
}

/** Times each append by itself; the first ones are not counted. */
const timed = Effect.fnUntraced(function* (entries: number) {
  const storage = yield* Storage
  yield* storage.load
  const batch = new Uint8Array(entries * entryBytes).map((_, index) => (index * 2654435761) >>> 13)
  const times: number[] = []
  for (let count = -warmUp; count < appends; count++) {
    const began = performance.now()
    yield* storage.append(batch)
    if (count >= 0) times.push(performance.now() - began)
  }
  return times
})

/** One write and one `fdatasync` at the end of what was written before: below this no storage comes on this disk. */
const bare =
  (file: string) =>
  (entries: number): readonly number[] => {
    const batch = Buffer.alloc(entries * entryBytes, 7)
    const descriptor = openSync(file, "w")
    writeSync(descriptor, Buffer.alloc(batch.length * (appends + warmUp)))
    fsyncSync(descriptor)
    const times = Array.from({ length: appends + warmUp }, (_, count) => {
      const began = performance.now()
      writeSync(descriptor, batch, 0, batch.length, count * batch.length)
      fdatasyncSync(descriptor)
      return performance.now() - began
    })
    closeSync(descriptor)
    return times.slice(warmUp)
  }

const disk = process.argv[2] ?? tmpdir()
const root = mkdtempSync(join(disk, "lockstep-storage-"))
await using server = await startPostgres(disk)

const storages: Readonly<Record<string, (entries: number) => Layer.Layer<Storage, OpenStorageError>>> = {
  memory: () => MemoryStorage.layer(),
  log: (entries) => Wal.layer(join(root, `log-${entries}`)),
  SQLite: (entries) => Sqlite.layer(join(root, `${entries}.sqlite`)),
  Postgres: (entries) => Postgres.layer({ url: Redacted.make(server.url), name: `of ${entries}` }),
}

console.log("| storage | entries in a batch | p50 µs | p99 µs | entries/s |\n| --- | ---: | ---: | ---: | ---: |")
for (const entries of [1, 128]) {
  console.log(row("a bare file", entries, bare(join(root, "bare"))(entries)))
  for (const [name, layer] of Object.entries(storages))
    console.log(row(name, entries, await Effect.runPromise(timed(entries).pipe(Effect.provide(layer(entries))))))
}
rmSync(root, { recursive: true })
