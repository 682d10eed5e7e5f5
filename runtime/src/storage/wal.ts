import { join, resolve } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import {
  aFunction,
  type BadConfiguration,
  flawsIn,
  optionFlaws,
  place,
  refuse,
  type Rule,
  wholeNumber,
} from "../configuration.ts"
import { attempt, attemptNow, storageErrorOf } from "./attempt.ts"
import { type Disk, makeDirectory, nodeDisk } from "./disk.ts"
import { lockFile } from "./lock.ts"
import { type Log, type LogOptions, openLog } from "./log.ts"
import { type OpenStorageError, Storage, type StorageError, type StorageService } from "./storage.ts"

/** What an application may choose. */
export interface WalOptions {
  /** The room that a segment is made with; 16 MiB unless told. */
  readonly segmentBytes?: number
  /** Gives numbers of 32 bits that nobody who fills the log can guess; the system's unless told. */
  readonly random?: () => number
}

/** Ends with the write, even where nobody waits any longer: so the log is closed behind it. */
const takeSnapshot = (log: Log, parts: Iterable<Uint8Array>): Effect.Effect<void, StorageError> => {
  const operation = "take a snapshot"
  const taken: Effect.Effect<void, StorageError> = Effect.callback((resume) => {
    try {
      log.snapshot(parts, (finish) => resume(attempt(operation, finish)))
    } catch (thrown) {
      resume(Effect.fail(storageErrorOf(operation, thrown)))
    }
  })
  return Effect.uninterruptible(taken)
}

const serve = (log: Log): StorageService => ({
  load: Effect.sync(log.takeRecovered),
  append: (batch) => attemptNow("append", () => log.append(batch)),
  snapshot: (parts) => takeSnapshot(log, parts),
})

const unguessable = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0

const layout = ({ segmentBytes = 2 ** 24, random = unguessable }: WalOptions): LogOptions => ({ segmentBytes, random })

const rules: { readonly [Option in keyof WalOptions]-?: Rule } = { segmentBytes: wholeNumber, random: aFunction }

const flawsOf = (directory: unknown, options: WalOptions): readonly BadConfiguration[] => [
  ...flawsIn({ directory: directory ?? null }, { directory: place("directory") }, "storage."),
  ...optionFlaws({ ...options }, rules, "storage."),
]

/** Opens the log of a disk that nobody else has. */
export const openOn = (
  disk: Disk,
  options: WalOptions = {},
): Effect.Effect<StorageService, StorageError, Scope.Scope> =>
  Effect.acquireRelease(
    attempt("open", () => openLog(disk, layout(options))),
    (log) => attempt("close", () => log.close()).pipe(Effect.catch((error) => Effect.logError(error.message))),
  ).pipe(Effect.map(serve))

/** Opens the log of a directory, which is made if need be, and keeps everybody else out of it. */
export const open = Effect.fnUntraced(function* (
  directory: string,
  options: WalOptions = {},
): Effect.fn.Return<StorageService, OpenStorageError, Scope.Scope> {
  yield* refuse(flawsOf(directory, options))
  const folder = resolve(directory)
  const lock = attempt("lock", () => {
    makeDirectory(folder)
    return lockFile(join(folder, "lock"), folder)
  })
  yield* Effect.acquireRelease(lock, (release) => Effect.sync(release))
  return yield* openOn(nodeDisk(folder), options)
})

/** An embedded write-ahead log in a directory of its own: one write and one `fdatasync` for a batch. */
export const layer = (directory: string, options: WalOptions = {}): Layer.Layer<Storage, OpenStorageError> =>
  Layer.effect(Storage, open(directory, options))
