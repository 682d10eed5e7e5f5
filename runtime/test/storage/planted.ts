import { fileURLToPath } from "node:url"
import { copyWith, type Planted } from "../../../judge/test/planted.ts"

export type { Planted } from "../../../judge/test/planted.ts"

type Log = typeof import("../../src/storage/log.ts")
type Sqlite = typeof import("../../src/storage/sqlite.ts")

interface Build {
  readonly log: Log
  readonly sqlite: Sqlite
  readonly remove: () => void
}

const source = fileURLToPath(new URL("../../src/", import.meta.url))
const scratch = fileURLToPath(new URL("../../dist/", import.meta.url))

/** Storage with a bug in one of its files. */
export const storageWith = async ({ file, ...bug }: Planted): Promise<Build> => {
  const { url, remove } = copyWith(source, scratch, { file: `storage/${file}`, ...bug })
  const log: Log = await import(new URL("storage/log.ts", url).href)
  const sqlite: Sqlite = await import(new URL("storage/sqlite.ts", url).href)
  return { log, sqlite, remove }
}
