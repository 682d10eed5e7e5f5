import { decodeErrorOf } from "../codec/codec.ts"
import { type Codec, Reader, storageLimits, Writer } from "../codec/index.ts"
import type { RoleLibrary } from "../library.ts"
import type { AnyPlace, AnyState } from "../role.ts"
import { StorageCorrupt } from "../storage/storage.ts"
import { type Activities, makeActivities, type Pending } from "./activities.ts"
import { ForeignStorage } from "./errors.ts"

/** Whose state it is that a storage holds. */
export interface Owner {
  readonly protocol: string
  readonly specHash: string
  readonly role: string
  readonly node: string
}

/** What is durable of a node. */
export interface Remembered {
  readonly state: AnyState
  readonly activities: Activities
}

/** What the steps of a batch have changed of what is durable. */
export interface Journal {
  readonly step: (before: AnyState, after: AnyState) => void
  readonly begin: (pending: Pending) => void
  readonly end: (activity: string, key: string) => void
  /** The batch, until `clear`; empty if nothing durable has changed. */
  readonly bytes: () => Uint8Array
  readonly clear: () => void
  /** All that is durable. */
  readonly snapshot: (remembered: Remembered) => Uint8Array
  /** What is durable after a snapshot and the batches behind it. */
  readonly replay: (place: AnyPlace, snapshot: Uint8Array, batches: readonly Uint8Array[]) => Remembered
}

const format = 1
const delta = 0
const begun = 1
const ended = 2

const requestCodec = (role: RoleLibrary, activity: string): Codec<unknown> => {
  const codecs = role.activities[activity]
  if (codecs === undefined) throw new Error(`${role.name} has no activity ${activity}`)
  return codecs.request
}

const writePending = (role: RoleLibrary, writer: Writer, { activity, key, request }: Pending): void => {
  writer.text(activity)
  writer.text(key)
  requestCodec(role, activity).encode(writer, request)
}

const readPending = (role: RoleLibrary, reader: Reader): Pending => {
  const activity = reader.text()
  const key = reader.text()
  return { activity, key, request: requestCodec(role, activity).decode(reader) }
}

const demand = (field: string, found: string, own: string): void => {
  if (found !== own) throw new ForeignStorage({ reason: `the storage is of ${field} ${found}, and this is ${own}` })
}

const readOwner = (reader: Reader, { protocol, specHash, role, node }: Owner, accepted: readonly string[]): void => {
  demand("format", String(reader.byte()), String(format))
  demand("protocol", reader.text(), protocol)
  demand("role", reader.text(), role)
  demand("node", reader.text(), node)
  const found = reader.text()
  if (!accepted.includes(found)) demand("spec", found, specHash)
}

const readSnapshot = (role: RoleLibrary, owner: Owner, accepted: readonly string[], reader: Reader): Remembered => {
  readOwner(reader, owner, accepted)
  const activities = makeActivities()
  for (let left = reader.count(2); left > 0; left--) activities.add(readPending(role, reader))
  return { state: role.durable.snapshot.decode(reader), activities }
}

/** One change of a batch; the state after it. */
const readChange = (role: RoleLibrary, reader: Reader, { state, activities }: Remembered): AnyState => {
  switch (reader.variantOf(3)) {
    case delta:
      return role.durable.readDelta(reader, state)
    case begun:
      activities.add(readPending(role, reader))
      return state
    default:
      activities.remove(reader.text(), reader.text())
      return state
  }
}

/** The storage has kept every bit, and yet a codec does not take it: written by other code, or damaged before it was written. */
const reading = <Answer>(file: string, run: () => Answer): Answer => {
  try {
    return run()
  } catch (thrown) {
    const { offset, reason } = decodeErrorOf(thrown)
    throw new StorageCorrupt({ file, offset, reason })
  }
}

/** Writes and reads what is durable of one node. `accepted` names the earlier specs whose state it may take over. */
export const makeJournal = (role: RoleLibrary, owner: Owner, accepted: readonly string[]): Journal => {
  const writer = new Writer({ limits: storageLimits })
  const reader = new Reader({ limits: storageLimits })

  const writeAll = ({ state, activities }: Remembered): Uint8Array => {
    const whole = new Writer({ limits: storageLimits })
    whole.begin()
    whole.byte(format)
    for (const name of [owner.protocol, owner.role, owner.node, owner.specHash]) whole.text(name)
    const pending = activities.all()
    whole.count(pending.length)
    for (const one of pending) writePending(role, whole, one)
    role.durable.snapshot.encode(whole, state)
    whole.end()
    return whole.view()
  }

  return {
    step(before, after) {
      const start = writer.length
      writer.size(delta)
      if (!role.durable.writeDelta(writer, before, after)) writer.rewind(start)
    },
    begin(pending) {
      writer.size(begun)
      writePending(role, writer, pending)
    },
    end(activity, key) {
      writer.size(ended)
      writer.text(activity)
      writer.text(key)
    },
    bytes: () => writer.view(),
    clear: () => writer.clear(),
    snapshot: writeAll,
    replay(place, snapshot, batches) {
      const { state: kept, activities } = reading("snapshot", () => {
        reader.begin(snapshot)
        const remembered = readSnapshot(role, owner, accepted, reader)
        reader.end()
        return remembered
      })
      let state = role.restored(place, kept)
      batches.forEach((batch, index) =>
        reading(`batch ${index + 1}`, () => {
          reader.begin(batch)
          while (!reader.isAtEnd()) state = readChange(role, reader, { state, activities })
          reader.end()
        }),
      )
      return { state, activities }
    },
  }
}
