import { dirname, resolve } from "node:path"
import { DatabaseSync } from "node:sqlite"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { attempt, storageErrorOf } from "./attempt.ts"
import { makeDirectory } from "./disk.ts"
import { type Journal, serve } from "./guard.ts"
import { batchFrame, recoverRows, type Row, snapshotFrame } from "./rows.ts"
import {
  Storage,
  StorageCorrupt,
  type StorageError,
  StorageFailed,
  StorageLocked,
  type StorageService,
} from "./storage.ts"

/** What says that a database is one of ours, and how its tables look. */
const application = 0x4c6f636b
const version = 1

const tables = `
  CREATE TABLE batch (sequence INTEGER PRIMARY KEY, frame BLOB NOT NULL) STRICT;
  CREATE TABLE snapshot (only INTEGER PRIMARY KEY CHECK (only = 1), sequence INTEGER NOT NULL, frame BLOB NOT NULL) STRICT;
  PRAGMA application_id = ${application};
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

const errorOf =
  (file: string) =>
  (operation: string, thrown: unknown): StorageError => {
    const kind = codes[codeOf(thrown)]
    if (kind === "locked") return new StorageLocked({ place: file })
    if (kind === "corrupt" && thrown instanceof Error)
      return new StorageCorrupt({ file, offset: 0, reason: thrown.message })
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

const demandOurs = (database: DatabaseSync, file: string): void => {
  const found = valueOf(database, "PRAGMA application_id")
  const foundVersion = valueOf(database, "PRAGMA user_version")
  const corrupt = (reason: string) => new StorageCorrupt({ file, offset: 0, reason })
  if (found !== application) throw corrupt("this is a database of something else")
  if (foundVersion !== version) throw corrupt(`version ${String(foundVersion)} of the tables is not known`)
}

/** Makes the tables in an empty database. */
const prepare = (database: DatabaseSync, file: string): void => {
  if (valueOf(database, "SELECT count(*) FROM sqlite_schema") === 0) database.exec(`BEGIN;${tables}COMMIT`)
  demandOurs(database, file)
  const verdict = valueOf(database, "PRAGMA quick_check(1)")
  if (verdict !== "ok") throw new StorageCorrupt({ file, offset: 0, reason: String(verdict) })
}

/** The boundary between the columns of SQLite and a row. */
const rowsOf = (database: DatabaseSync, file: string, table: "batch" | "snapshot"): readonly Row[] =>
  database
    .prepare(`SELECT sequence, frame FROM ${table} ORDER BY sequence`)
    .all()
    .map(({ sequence, frame }) => {
      if (typeof sequence === "number" && frame instanceof Uint8Array) return { sequence, frame }
      throw new StorageCorrupt({ file, offset: 0, reason: `a row of ${table} is not as it was written` })
    })

const journalOf = (database: DatabaseSync, file: string): Journal => {
  const insert = database.prepare("INSERT INTO batch VALUES (?, ?)")
  const replace = database.prepare("INSERT OR REPLACE INTO snapshot VALUES (1, ?, ?)")
  const forget = database.prepare("DELETE FROM batch WHERE sequence <= ?")
  return {
    append: (sequence, batch) =>
      attempt("append", () => insert.run(sequence, batchFrame(sequence, batch)), errorOf(file)),
    snapshot: (last, state) =>
      attempt(
        "take a snapshot",
        () => {
          database.exec("BEGIN")
          replace.run(last, snapshotFrame(last, state))
          forget.run(last)
          database.exec("COMMIT")
        },
        errorOf(file),
      ),
  }
}

const connect = (file: string): DatabaseSync => {
  makeDirectory(dirname(file))
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    settle(database)
    prepare(database, file)
    return database
  } catch (thrown) {
    database.close()
    throw thrown
  }
}

/** Opens the database of one node, which is made if need be, and keeps everybody else out of it. */
export const open = (file: string): Effect.Effect<StorageService, StorageError, Scope.Scope> => {
  const place = resolve(file)
  const close = (database: DatabaseSync) =>
    attempt("close", () => database.close()).pipe(Effect.catch((error) => Effect.logError(error.message)))
  return Effect.acquireRelease(
    attempt("open", () => connect(place), errorOf(place)),
    close,
  ).pipe(
    Effect.flatMap((database) =>
      attempt(
        "load",
        () => {
          const [snapshot] = rowsOf(database, place, "snapshot")
          const { recovered, last } = recoverRows(place, { snapshot, batches: rowsOf(database, place, "batch") })
          return serve(journalOf(database, place), recovered, last)
        },
        errorOf(place),
      ),
    ),
  )
}

/** A database of SQLite in a file of its own: a transaction and a sync for a batch. */
export const layer = (file: string): Layer.Layer<Storage, StorageError> => Layer.effect(Storage, open(file))
