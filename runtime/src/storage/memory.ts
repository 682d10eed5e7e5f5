import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Storage, StorageLocked, type StorageService } from "./storage.ts"

/** What a storage in memory holds: it outlives the node, so that a test can start another on it. */
export interface MemoryStore {
  snapshot: readonly Uint8Array[] | null
  batches: Uint8Array[]
  /** Whether a node has it. */
  isOpen: boolean
}

/** A store in which nothing was ever written. */
export const emptyStore = (): MemoryStore => ({ snapshot: null, batches: [], isOpen: false })

const open = (store: MemoryStore): StorageService => ({
  load: Effect.sync(() => ({ snapshot: store.snapshot, batches: [...store.batches] })),
  append: (batch) =>
    Effect.sync(() => {
      if (batch.length > 0) store.batches.push(batch.slice())
    }),
  snapshot: (parts) =>
    Effect.sync(() => {
      store.snapshot = Array.from(parts, (part) => part.slice())
      store.batches = []
    }),
})

const acquire = (store: MemoryStore): Effect.Effect<StorageService, StorageLocked> =>
  Effect.suspend(() => {
    if (store.isOpen) return Effect.fail(new StorageLocked({ place: "this storage in memory" }))
    store.isOpen = true
    return Effect.succeed(open(store))
  })

/** Keeps everything in memory: for tests, and for roles that have nothing to lose. */
export const layer = (store: MemoryStore = emptyStore()): Layer.Layer<Storage, StorageLocked> =>
  Layer.effect(
    Storage,
    Effect.acquireRelease(acquire(store), () => Effect.sync(() => (store.isOpen = false))),
  )
