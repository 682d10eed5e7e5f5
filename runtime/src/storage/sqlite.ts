import { existsSync, readFileSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { DatabaseSync } from "node:sqlite"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { type BadConfiguration, flawsIn, place, refuse } from "../configuration.ts"
import { attempt, storageErrorOf } from "./attempt.ts"
import { makeDirectory, makeSecret } from "./disk.ts"
import { type Journal, serve } from "./guard.ts"
import { lockFile } from "./lock.ts"
import { batchFrame, recoverRows, type Row } from "./rows.ts"
import { findHole } from "./sqlite-wal.ts"
import {
  type OpenStorageError,
  Storage,
  StorageCorrupt,
  type StorageError,
  StorageFailed,
  StorageLocked,
  type StorageService,
} from "./storage.ts"

/** What says that a database is one of ours, and how its tables look. */
const ours = 0x4c6f636b
const version = 1

const tables = `
  CREATE TABLE batch (sequence INTEGER PRIMARY KEY, frame BLOB NOT NULL) STRICT;
  CREATE TABLE snapshot (only INTEGER PRIMARY KEY CHECK (only = 1), sequence INTEGER NOT NULL, frame BLOB NOT NULL) STRICT;
  PRAGMA application_id = ${ours};
  PRAGMA user_version = ${version};`

/** A commit is on the platter before it succeeds, also where the system's own sync stops at the disk's cache; nobody else gets in. */
const settings: Readonly<Record<string, string | number>> = {
  locking_mode: "exclusive",
  journal_mode: "wal",
  synchronous: 2,
  fullfsync: 1,
  checkpoint_fullfsync: 1,
  cell_size_check: 1,
}

/** The primary result codes of SQLite that say more than that something failed. */
const codes: Readonly<Record<number, "locked" | "corrupt">> = { 5: "locked", 6: "locked", 11: "corrupt", 26: "corrupt" }

const codeOf = (thrown: unknown): number =>
  thrown instanceof Error && "errcode" in thrown && typeof thrown.errcode === "number" ? thrown.errcode & 0xff : 0

const corruptIn =
  (file: string) =>
  (reason: string, offset = 0): StorageCorrupt =>
    new StorageCorrupt({ file, offset, reason })

const errorOf =
  (file: string) =>
  (operation: string, thrown: unknown): StorageError => {
    const kind = codes[codeOf(thrown)]
    if (kind === "locked") return new StorageLocked({ place: file })
    if (kind === "corrupt" && thrown instanceof Error) return corruptIn(file)(thrown.message)
    return storageErrorOf(operation, thrown)
  }

const valueOf = (database: DatabaseSync, question: string): unknown =>
  Object.values(database.prepare(question).get() ?? {})[0]

/** Sets what a commit needs to be durable, and reads it back: SQLite says nothing when it does not comply. */
const settle = (database: DatabaseSync): void => {
  for (const [name, value] of Object.entries(settings)) {
    database.exec(`PRAGMA ${name} = ${value}`)
    const found = valueOf(database, `PRAGMA ${name}`)
    if (found !== value)
      throw new StorageFailed({ operation: "open", cause: `SQLite keeps ${name} at ${String(found)}` })
  }
}

/** Whether a database is new; one that is neither new nor ours is refused before anything is changed. */
const isNew = (database: DatabaseSync, file: string): boolean => {
  const application = valueOf(database, "PRAGMA application_id")
  if (application === 0 && valueOf(database, "SELECT count(*) FROM sqlite_schema") === 0) return true
  if (application !== ours) throw corruptIn(file)("this is a database of something else")
  const found = valueOf(database, "PRAGMA user_version")
  if (found !== version) throw corruptIn(file)(`version ${String(found)} of the tables is not known`)
  return false
}

const prepare = (database: DatabaseSync, file: string): void => {
  database.exec("PRAGMA locking_mode = exclusive")
  const mustMake = isNew(database, file)
  settle(database)
  if (mustMake) database.exec(`BEGIN;${tables}COMMIT`)
  const verdict = valueOf(database, "PRAGMA quick_check(1)")
  if (verdict !== "ok") throw corruptIn(file)(String(verdict))
}

/** Looks for what SQLite would overlook. */
const refuseHole = (file: string): void => {
  const offset = existsSync(file) ? findHole(readFileSync(file)) : undefined
  if (offset !== undefined) throw corruptIn(file)("a commit is damaged, and later ones stand behind it", offset)
}

/** The boundary between the columns of SQLite and a row. */
const rowsOf = (database: DatabaseSync, file: string, table: "batch" | "snapshot"): readonly Row[] =>
  database
    .prepare(`SELECT sequence, frame FROM ${table} ORDER BY sequence`)
    .all()
    .map(({ sequence, frame }) => {
      if (typeof sequence === "number" && frame instanceof Uint8Array) return { sequence, frame }
      throw corruptIn(file)(`a row of ${table} is not as it was written`)
    })

const journalOf = (database: DatabaseSync, file: string): Journal => {
  const insert = database.prepare("INSERT INTO batch VALUES (?, ?)")
  const replace = database.prepare("INSERT OR REPLACE INTO snapshot VALUES (1, ?, ?)")
  const forget = database.prepare("DELETE FROM batch WHERE sequence <= ?")
  return {
    append: (sequence, batch) =>
      attempt("append", () => insert.run(sequence, batchFrame(sequence, batch)), errorOf(file)),
    snapshot: (last, frames) =>
      attempt(
        "take a snapshot",
        () => {
          database.exec("BEGIN")
          replace.run(last, frames)
          forget.run(last)
          database.exec("COMMIT")
        },
        errorOf(file),
      ),
  }
}

const connect = (file: string): DatabaseSync => {
  refuseHole(`${file}-wal`)
  makeSecret(file)
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    prepare(database, file)
    return database
  } catch (thrown) {
    database.close()
    throw thrown
  }
}

const lock = (file: string): (() => void) => {
  makeDirectory(dirname(file))
  return lockFile(`${file}-lock`, file)
}

const load = (database: DatabaseSync, file: string): StorageService => {
  const [snapshot] = rowsOf(database, file, "snapshot")
  const { recovered, last } = recoverRows(file, { snapshot, batches: rowsOf(database, file, "batch") })
  return serve(journalOf(database, file), recovered, last)
}

const flawsOf = (file: unknown): readonly BadConfiguration[] =>
  flawsIn({ file: file ?? null }, { file: place("file") }, "storage.")

/** Opens the database of one node, which is made if need be, and keeps everybody else out of it. */
export const open = Effect.fnUntraced(function* (
  path: string,
): Effect.fn.Return<StorageService, OpenStorageError, Scope.Scope> {
  yield* refuse(flawsOf(path))
  const file = resolve(path)
  const attemptTo = <Answer>(operation: string, run: () => Answer) => attempt(operation, run, errorOf(file))
  const close = (database: DatabaseSync) =>
    attempt("close", () => database.close()).pipe(Effect.catch((error) => Effect.logError(error.message)))
  yield* Effect.acquireRelease(
    attempt("lock", () => lock(file)),
    (release) => Effect.sync(release),
  )
  const database = yield* Effect.acquireRelease(
    attemptTo("open", () => connect(file)),
    close,
  )
  return yield* attemptTo("load", () => load(database, file))
})

/** A database of SQLite in a file of its own: a transaction and a sync for a batch. */
export const layer = (file: string): Layer.Layer<Storage, OpenStorageError> => Layer.effect(Storage, open(file))
