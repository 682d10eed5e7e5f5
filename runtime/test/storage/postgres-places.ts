import * as PgConnection from "@effect/sql-pg/PgConnection"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { PostgresServer } from "../../../test/servers/postgres.ts"
import * as Postgres from "../../src/storage/postgres.ts"
import type { Place } from "./conformance.ts"

/** Runs one statement in a session of its own. */
export const query = (url: string, statement: string, parameters: readonly unknown[] = []) =>
  Effect.runPromise(
    Effect.scoped(
      Effect.flatMap(PgConnection.make({ url: Redacted.make(url) }), (session) => session.query(statement, parameters)),
    ),
  )

/** Finds a text by what stands behind its first byte, which is the one that changes. */
const flipIn = (table: string, column: string) => {
  const behind = `position(substr($1::bytea, 2) IN ${column})`
  const at = `${behind} - 2`
  return `UPDATE ${table} SET ${column} = set_byte(${column}, ${at}, get_byte(${column}, ${at}) # 1) WHERE ${behind} > 1`
}

let names = 0

/** Storages in one server. */
export const postgresPlaces = ({ url }: PostgresServer) => ({
  /** A node of a name of its own; `small` is for what is in the tablespace. */
  postgresPlace: (database: "postgres" | "small" = "postgres"): Required<Place> => {
    const at = url.replace(/postgres$/, database)
    const options = { url: Redacted.make(at), name: `node ${++names}`, lockTimeout: "100 millis" } as const
    return {
      layer: Postgres.layer(options),
      damage: async (text) => {
        for (const [table, column] of [
          ["lockstep_batch", "frame"],
          ["lockstep_node", "snapshot"],
        ] as const)
          await query(at, flipIn(table, column), [Buffer.from(text)])
      },
    }
  },
  /** Makes a database whose tables are in this directory, on a disk with little room. */
  useTablespace: async (directory: string): Promise<void> => {
    await query(url, "CREATE DATABASE small")
    await query(url, `CREATE TABLESPACE small LOCATION '${directory}'`)
    await query(url, "ALTER DATABASE small SET default_tablespace = small")
  },
})
