import { DatabaseSync } from "node:sqlite"
import { makeSecret } from "./disk.ts"
import { StorageLocked } from "./storage.ts"

/**
 * Holds a place by a file until the answer is called or the process dies, however it dies. Node has no lock on files, but its SQLite has one
 * on every system, and that one cannot be left behind.
 */
export const lockFile = (file: string, place: string): (() => void) => {
  makeSecret(file)
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
  } catch (cause) {
    database.close()
    if (cause instanceof Error && cause.message.includes("locked")) throw new StorageLocked({ place })
    throw cause
  }
  return () => database.close()
}
