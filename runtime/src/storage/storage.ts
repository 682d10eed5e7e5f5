import * as Context from "effect/Context"
import * as Data from "effect/Data"
import type * as Effect from "effect/Effect"
import type { BadConfiguration } from "../configuration.ts"

/** Bytes of the storage are not what was once acknowledged. Nothing is skipped to go on: a person, or another replica, must decide. */
export class StorageCorrupt extends Data.TaggedError("StorageCorrupt")<{
  readonly file: string
  readonly offset: number
  readonly reason: string
}> {
  override get message(): string {
    return `${this.file} at byte ${this.offset}: ${this.reason}`
  }
}

/** Another process, or another node of this one, holds the storage. */
export class StorageLocked extends Data.TaggedError("StorageLocked")<{ readonly place: string }> {
  override get message(): string {
    return `${this.place} is in use: end the other process, or give each node a place of its own`
  }
}

/** The device or server refused. What was being written may be there or not, so that the storage must be opened anew. */
export class StorageFailed extends Data.TaggedError("StorageFailed")<{
  readonly operation: string
  readonly cause: unknown
}> {
  override get message(): string {
    return `the storage failed to ${this.operation}: ${String(this.cause)}`
  }
}

/** Why a storage does not serve. */
export type StorageError = StorageCorrupt | StorageLocked | StorageFailed

/** Why a storage does not open. */
export type OpenStorageError = StorageError | BadConfiguration

/** What an earlier life has left. */
export interface Recovered {
  /** The parts of the newest snapshot, if one was ever taken. */
  readonly snapshot: readonly Uint8Array[] | null
  /** The batches that were appended after it, oldest first. */
  readonly batches: readonly Uint8Array[]
}

/** Where a node keeps what must survive it. A call begins when the one before of its kind has ended. After a failure, every call fails. */
export interface StorageService {
  /** What was there when the storage was opened; asked for once, since it is let go then. */
  readonly load: Effect.Effect<Recovered, StorageError>
  /**
   * Adds a batch with one sync. Once it succeeds the batch is never lost; if it does not, the batch is there whole or not at all. A storage
   * that need not wait for anybody does it when it is asked, and gives the exit: a node then goes on without waking a fiber.
   */
  readonly append: (batch: Uint8Array) => Effect.Effect<void, StorageError>
  /**
   * Puts a snapshot in the place of everything appended before it begins, all or nothing. Batches may be appended until it ends: its parts
   * are asked for one by one, with other work between them. A part need not stay as it is once the next one is asked for.
   */
  readonly snapshot: (parts: Iterable<Uint8Array>) => Effect.Effect<void, StorageError>
}

/** The storage of one node. */
export class Storage extends Context.Service<Storage, StorageService>()("@lockstep/runtime/Storage") {}
