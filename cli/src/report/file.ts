import { mkdirSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { type UserError, userErrors } from "../messages.ts"

/** A file that the user named cannot be written: what is to be said of it. */
export class Unwritable extends Error {
  readonly failure: UserError

  constructor(file: string, reason: string) {
    super(`${file}: ${reason}`)
    this.failure = userErrors.cannotWrite(file, reason)
  }
}

/** Writes a file that the user named, and the folders to it. */
export const writeNamed = (file: string, text: string): void => {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  } catch (error) {
    throw new Unwritable(file, error instanceof Error ? error.message : String(error))
  }
}
