import { Unwritable } from "@lockstep/generator/files"
import { type UserError, userErrors } from "./messages.ts"

/** What is to be said where a file cannot be written; `undefined` for whatever else went wrong. */
export const unwritten = (error: unknown): UserError | undefined =>
  error instanceof Unwritable ? userErrors.cannotWrite(error.path, error.reason) : undefined
