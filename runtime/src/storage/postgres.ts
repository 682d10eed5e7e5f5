import type { ConnectionOptions } from "node:tls"
import * as PgConnection from "@effect/sql-pg/PgConnection"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import type { SqlError } from "effect/sql/SqlError"
import {
  type BadConfiguration,
  duration,
  isRecord,
  optionFlaws,
  pause,
  refuse,
  type Rule,
  shown,
  text,
} from "../configuration.ts"
import { attempt } from "./attempt.ts"
import { type Journal, serve } from "./guard.ts"
import { batchFrame, recoverRows, type Row, type Rows } from "./rows.ts"
import {
  type OpenStorageError,
  Storage,
  StorageCorrupt,
  type StorageError,
  StorageFailed,
  StorageLocked,
  type StorageService,
} from "./storage.ts"

/** Where the storage of a node is. */
export interface PostgresOptions {
  /** `postgres://user:password@host:port/database` */
  readonly url: Redacted.Redacted
  /** Tells the nodes apart that share a database. */
  readonly name: string
  /** How to speak TLS, where the URL does not say enough. */
  readonly ssl?: boolean | ConnectionOptions
  /** How long to wait for a node that still holds the storage: 5 seconds unless told. A server needs a moment to see that a process died. */
  readonly lockTimeout?: Duration.Input
  /** How long the server may take for anything: 30 seconds unless told. */
  readonly timeout?: Duration.Input
}

/** Several nodes may come at once to a database that has no tables yet. */
const makeTables = `
DO $$ BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('lockstep', 0));
  IF to_regclass('lockstep_node') IS NULL THEN
    CREATE TABLE lockstep_node (name text PRIMARY KEY, epoch bigint NOT NULL, sequence bigint, snapshot bytea);
    CREATE TABLE lockstep_batch (node text, sequence bigint, frame bytea NOT NULL, PRIMARY KEY (node, sequence));
  END IF;
END $$`

const askSettings =
  "SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS synchronous_commit"

const lock = "SELECT pg_advisory_lock(hashtextextended('lockstep ' || $1, 0))"

/** Who opens the storage begins an epoch; what an earlier one still tries to write is refused from then on. */
const beginEpoch = `
INSERT INTO lockstep_node (name, epoch) VALUES ($1, 1)
ON CONFLICT (name) DO UPDATE SET epoch = lockstep_node.epoch + 1
RETURNING epoch::float8 AS epoch, sequence::float8 AS sequence, snapshot AS frame`

const selectBatches = "SELECT sequence::float8 AS sequence, frame FROM lockstep_batch WHERE node = $1 ORDER BY sequence"

/** The shared lock on the row of the node keeps a new epoch from beginning between the check and the commit. */
const insertBatch = `
WITH held AS (SELECT name FROM lockstep_node WHERE name = $1 AND epoch = $2::float8::bigint FOR SHARE)
INSERT INTO lockstep_batch (node, sequence, frame) SELECT name, $3::float8::bigint, $4 FROM held`

const replaceSnapshot = `
WITH held AS (
  UPDATE lockstep_node SET sequence = $3::float8::bigint, snapshot = $4
  WHERE name = $1 AND epoch = $2::float8::bigint RETURNING name
), gone AS (
  DELETE FROM lockstep_batch USING held WHERE node = held.name AND lockstep_batch.sequence <= $3::float8::bigint
)
SELECT name FROM held`

/** A session whose host is gone lets go of its lock within half a minute, not after the two hours of TCP. */
const startupParameters = { tcp_keepalives_idle: "15", tcp_keepalives_interval: "5", tcp_keepalives_count: "3" }

/** Keeps the words of the server or the socket, and not the error: it may hold the URL with its password. */
const errorOf =
  (operation: string, place: string) =>
  (error: SqlError | string): StorageFailed | StorageLocked => {
    if (typeof error === "string") return new StorageFailed({ operation, cause: error })
    const { _tag, cause, message } = error.reason
    if (_tag === "LockTimeoutError") return new StorageLocked({ place })
    return new StorageFailed({ operation, cause: cause instanceof Error ? cause.message : message })
  }

/** Asks the server one thing, by name. */
type Ask = (
  operation: string,
  statement: string,
  parameters?: readonly unknown[],
) => Effect.Effect<PgConnection.Result, StorageError>

const asking =
  (connection: PgConnection.PgConnection, place: string, timeout: Duration.Duration): Ask =>
  (operation, statement, parameters = []) =>
    connection.query(statement, parameters).pipe(
      Effect.timeoutOrElse({
        duration: timeout,
        orElse: () => Effect.fail(`the server has not answered for ${Duration.format(timeout)}`),
      }),
      Effect.mapError(errorOf(operation, place)),
    )

const refusal = (setting: string, fix: string): StorageFailed =>
  new StorageFailed({ operation: "open", cause: `the server has ${setting} = off and loses commits: ${fix}` })

/** A server that acknowledges what is not on its disk is no storage. */
const demandDurable = Effect.fnUntraced(function* (ask: Ask) {
  const { rows } = yield* ask("open", askSettings)
  if (rows[0]?.["fsync"] !== "on") return yield* refusal("fsync", "set it to on in postgresql.conf")
  if (rows[0]["synchronous_commit"] === "off")
    return yield* refusal("synchronous_commit", "ALTER ROLE of this user SET synchronous_commit = on")
})

/** The boundary between the columns of Postgres and a row. */
const rowOf = (place: string, { sequence, frame }: PgConnection.Row): Row => {
  if (typeof sequence === "number" && frame instanceof Uint8Array) return { sequence, frame }
  throw new StorageCorrupt({ file: place, offset: 0, reason: "a row is not as it was written" })
}

const journalOf = (ask: Ask, { name }: PostgresOptions, place: string, epoch: unknown): Journal => {
  const write = (operation: string, statement: string, sequence: number, frame: Uint8Array) =>
    ask(operation, statement, [name, epoch, sequence, frame]).pipe(
      Effect.flatMap(({ rowCount }) => (rowCount === 1 ? Effect.void : Effect.fail(new StorageLocked({ place })))),
    )
  return {
    append: (sequence, batch) => write("append", insertBatch, sequence, batchFrame(sequence, batch)),
    snapshot: (last, frames) => write("take a snapshot", replaceSnapshot, last, frames),
  }
}

/** Takes the lock, which the session holds as long as it lives. For Postgres, no time at all would be all the time there is. */
const take = Effect.fnUntraced(function* (ask: Ask, { name, lockTimeout = "5 seconds" }: PostgresOptions) {
  const milliseconds = Math.max(1, Math.ceil(Duration.toMillis(lockTimeout)))
  yield* ask("lock", "SELECT set_config('lock_timeout', $1, false)", [String(milliseconds)])
  yield* ask("lock", lock, [name])
})

const connect = ({ url, ssl, timeout }: PostgresOptions, place: string) =>
  PgConnection.make({
    url,
    ssl,
    connectTimeout: timeout,
    startupParameters,
    applicationName: "lockstep",
    maxMessageSize: 2 ** 30,
  }).pipe(Effect.mapError(errorOf("connect", place)))

/** What the URL is, with the password in it, nobody is told. */
const aUrl: Rule = (value) =>
  Redacted.isRedacted(value) ? undefined : `it is no Redacted.make("postgres://user:password@host:port/database")`

const encryption: Rule = (value) =>
  typeof value === "boolean" || isRecord(value) ? undefined : `${shown(value)} is neither true, false nor options`

const rules: { readonly [Option in keyof PostgresOptions]-?: Rule } = {
  ...{ url: aUrl, name: text, ssl: encryption, lockTimeout: pause, timeout: duration },
}

const flawsOf = (options: PostgresOptions): readonly BadConfiguration[] => {
  const { url = null, name = null } = options
  return optionFlaws({ ...options, url, name }, rules, "storage.")
}

/** Opens the storage of one node in a database, whose tables are made if need be. One session serves it; if that is lost, so is the storage. */
export const open = Effect.fnUntraced(function* (
  options: PostgresOptions,
): Effect.fn.Return<StorageService, OpenStorageError, Scope.Scope> {
  yield* refuse(flawsOf(options))
  const { name, timeout = "30 seconds" } = options
  const place = `lockstep_node ${name}`
  const ask = asking(yield* connect(options, place), place, Duration.fromInputUnsafe(timeout))
  yield* demandDurable(ask)
  yield* ask("make tables", makeTables)
  yield* take(ask, options)
  const [node = {}] = (yield* ask("load", beginEpoch, [name])).rows
  const { rows } = yield* ask("load", selectBatches, [name])
  const { recovered, last } = yield* attempt("load", () => {
    const found: Rows = {
      snapshot: node["sequence"] === null ? undefined : rowOf(place, node),
      batches: rows.map((row) => rowOf(place, row)),
    }
    return recoverRows(place, found)
  })
  return serve(journalOf(ask, options, place, node["epoch"]), recovered, last)
})

/** The rows of a Postgres database: a statement and a commit for a batch. */
export const layer = (options: PostgresOptions): Layer.Layer<Storage, OpenStorageError> =>
  Layer.effect(Storage, open(options))
