import * as PgClient from "@effect/sql-pg/PgClient"
import type * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type { SqlError } from "effect/sql/SqlError"
import type { Name } from "./words.ts"

export type { SqlError }

/** A client of the database, in which a service sees its own tables. */
export const Database: typeof PgClient.PgClient = PgClient.PgClient
export type Database = PgClient.PgClient

/** What is done with the database. */
export type InDatabase<Answer> = Effect.Effect<Answer, SqlError, Database>

/** A small pool of connections: several statements share one commit of the server. */
export const databaseOf = (url: string, schema: Name | "public"): Layer.Layer<Database, SqlError> =>
  PgClient.layer({
    url: Redacted.make(url),
    maxConnections: 4,
    startupParameters: { search_path: schema },
    applicationName: `order-service ${schema}`,
  })
