import { Unwritable } from "@lockstep/generator/files"
import { type UserError, userErrors } from "./messages.ts"

/** What Node says of every relative path once the folder that it started in is no more. */
const isHomeless = (error: unknown): boolean =>
  error instanceof Error && "syscall" in error && error.syscall === "uv_cwd"

/** What is to be said where a file cannot be written, or the command has no folder; `undefined` for whatever else went wrong. */
export const placeFailure = (error: unknown): UserError | undefined => {
  if (isHomeless(error)) return userErrors.goneFolder()
  return error instanceof Unwritable ? userErrors.cannotWrite(error.path, error.reason) : undefined
}
