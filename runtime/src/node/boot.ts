import * as Effect from "effect/Effect"
import { StorageCorrupt, type StorageService } from "../storage/storage.ts"
import type { AnyPlace } from "../role.ts"
import type { Input } from "../step.ts"
import { makeActivities } from "./activities.ts"
import { ForeignStorage, NodeFailed, type OpenError } from "./errors.ts"
import { type Journal, makeJournal, type Remembered } from "./journal.ts"
import { type Deployment, roleOf } from "./options.ts"

/** How many bytes a storage holds: those of its snapshot, and those of the batches behind it. */
export interface Stored {
  readonly snapshot: number
  readonly batches: number
}

/** How a node begins a life: with what it remembers, and the input that comes before all others. */
export interface Boot {
  readonly journal: Journal
  readonly remembered: Remembered
  readonly first: Input
  /** What this life may add to; what was never written, or by another spec, is to be written anew. */
  readonly stored: Stored | undefined
}

const openErrorOf =
  (node: string) =>
  (thrown: unknown): OpenError =>
    thrown instanceof StorageCorrupt || thrown instanceof ForeignStorage
      ? thrown
      : new NodeFailed({ node, cause: thrown })

const lengthOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, { length }) => sum + length, 0)

/** A node takes a snapshot before it appends anything: batches without one are what is left of a storage that had it. */
const snapshotMissing = (): StorageCorrupt =>
  new StorageCorrupt({ file: "snapshot", offset: 0, reason: "it is missing, and batches that build on it are there" })

const remember = Effect.fnUntraced(function* (
  { self }: Deployment,
  place: AnyPlace,
  journal: Journal,
  storage: StorageService,
) {
  const { snapshot, batches } = yield* storage.load
  if (snapshot === null && batches.length > 0) return yield* snapshotMissing()
  if (snapshot === null) return undefined
  return yield* Effect.try({
    try: () => {
      const { isOwn, remembered } = journal.replay(place, snapshot, batches)
      const stored = isOwn ? { snapshot: lengthOf(snapshot), batches: lengthOf(batches) } : undefined
      return { remembered, stored }
    },
    catch: openErrorOf(self),
  })
})

/** Reads what an earlier life has left; a node that had none starts with the initial state. */
export const boot = Effect.fnUntraced(function* (
  options: Deployment,
  place: AnyPlace,
  storage: StorageService,
): Effect.fn.Return<Boot, OpenError> {
  const { library, role, self, accepts = [] } = options
  const owner = { protocol: library.name, specHash: library.specHash, role, node: self }
  const code = roleOf(options)
  const journal = makeJournal(code, owner, accepts)
  const found = yield* remember(options, place, journal, storage)
  if (found !== undefined) {
    const remembered = { ...found.remembered, lives: found.remembered.lives + 1 }
    return { journal, remembered, stored: found.stored, first: { kind: "recover" } }
  }
  const fresh = yield* Effect.try({
    try: () => ({ state: code.initial(place), activities: makeActivities(), lives: 1 }),
    catch: (cause) => new NodeFailed({ node: self, cause }),
  })
  return { journal, remembered: fresh, first: { kind: "start" }, stored: undefined }
})
