import { readFileSync } from "node:fs"
import * as Effect from "effect/Effect"
import { Database, type InDatabase } from "../services/database.ts"

/** Makes the tables of all services in an empty database. */
export const makeTables: InDatabase<void> = Effect.gen(function* () {
  const sql = yield* Database
  const statements = readFileSync(new URL("../tables.sql", import.meta.url), "utf8").split(";\n")
  for (const statement of statements) if (statement.trim() !== "") yield* sql.unsafe(statement)
})
