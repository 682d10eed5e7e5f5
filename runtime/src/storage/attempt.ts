import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { StorageCorrupt, type StorageError, StorageFailed, StorageLocked } from "./storage.ts"

/** What was thrown, if it is an error of the storage; any other is a failure to do what was tried. */
export const storageErrorOf = (operation: string, thrown: unknown): StorageError =>
  thrown instanceof StorageCorrupt || thrown instanceof StorageLocked || thrown instanceof StorageFailed
    ? thrown
    : new StorageFailed({ operation, cause: thrown })

/** Runs what throws, at once. */
export const attemptNow = <Answer>(
  operation: string,
  run: () => Answer,
  errorOf: (operation: string, thrown: unknown) => StorageError = storageErrorOf,
): Exit.Exit<Answer, StorageError> => {
  try {
    return Exit.succeed(run())
  } catch (thrown) {
    return Exit.fail(errorOf(operation, thrown))
  }
}

/** Runs what throws. */
export const attempt = <Answer>(
  operation: string,
  run: () => Answer,
  errorOf: (operation: string, thrown: unknown) => StorageError = storageErrorOf,
): Effect.Effect<Answer, StorageError> => Effect.suspend(() => attemptNow(operation, run, errorOf))
