import { type Codec, Reader, storageLimits, Writer } from "../codec/index.ts"
import type { RoleLibrary } from "../library.ts"
import type { AnyPlace, AnyState } from "../role.ts"
import { type Activities, makeActivities, type Pending } from "./activities.ts"
import { fillings, growingIn, withoutItems } from "./growth.ts"
import { type Author, type Owner, presentFormat, readAuthor, reading, writeOwner } from "./owner.ts"

/** What is durable of a node. */
export interface Remembered {
  readonly state: AnyState
  readonly activities: Activities
  /** How many of its lives have begun, this one counted. */
  readonly lives: number
}

/** What earlier lives have left in a storage, and whether this very spec has written it, in this format. */
export interface Replayed {
  readonly remembered: Remembered
  readonly isOwn: boolean
}

/** What the steps of a batch have changed of what is durable. */
export interface Journal {
  /** Throws, as all that follows does, where the batch becomes larger than what is read again, or holds what nothing reads. */
  readonly step: (before: AnyState, after: AnyState) => void
  readonly begin: (pending: Pending) => void
  readonly end: (activity: string, key: string) => void
  /** A life has begun: the one of this number. */
  readonly live: (lives: number) => void
  /** Whether nothing durable has changed since `clear`. */
  readonly isEmpty: () => boolean
  /** The batch, until `clear`. */
  readonly bytes: () => Uint8Array
  readonly clear: () => void
  /** All that is durable now, in parts of which each is written when it is asked for, and is good until the next is. */
  readonly snapshot: (remembered: Remembered) => Iterable<Uint8Array>
  /** What is durable after a snapshot and the batches behind it. */
  readonly replay: (place: AnyPlace, snapshot: readonly Uint8Array[], batches: readonly Uint8Array[]) => Replayed
}

/** About how large a part of a snapshot is, and how much it holds at most: turns wait no longer than one takes. */
const [partBytes, partItems] = [2 ** 18, 2 ** 12]

const delta = 0
const begun = 1
const ended = 2
const lived = 3

const requestCodec = (role: RoleLibrary, activity: string): Codec<unknown> => {
  const codecs = role.activities[activity]
  if (codecs === undefined) throw new Error(`${role.name} has no activity ${activity}`)
  return codecs.request
}

/** A cast in a spec gets past its types, and past the checker where it does not come: the whole batch would be lost with such a key. */
const demandKey = (writer: Writer, { activity, key }: Pending): void => {
  if (typeof key !== "string") writer.refuse("unlike-its-type", `${activity} is performed under a key that is no text`)
}

const writePending = (role: RoleLibrary, writer: Writer, { activity, key, request }: Pending): void => {
  writer.text(activity)
  writer.text(key)
  requestCodec(role, activity).encode(writer, request)
}

const readPending = (role: RoleLibrary, reader: Reader): Pending => {
  const activity = reader.text()
  if (!Object.hasOwn(role.activities, activity))
    reader.refuse("unknown-variant", `${role.name} has no activity ${activity}`)
  const key = reader.text()
  return { activity, key, request: requestCodec(role, activity).decode(reader) }
}

const writeHead = (
  role: RoleLibrary,
  owner: Owner,
  writer: Writer,
  { state, lives }: Remembered,
  pending: readonly Pending[],
): void => {
  writer.begin()
  writeOwner(writer, owner)
  writer.size(lives)
  writer.count(pending.length)
  for (const one of pending) writePending(role, writer, one)
  role.durable.snapshot.encode(writer, state)
  writer.end()
}

/** What stands behind the author in the first part of a snapshot. */
const readHead = (role: RoleLibrary, { format }: Author, reader: Reader): Remembered => {
  const lives = format === 1 ? 0 : reader.size()
  const activities = makeActivities()
  for (let left = reader.count(2); left > 0; left--) activities.add(readPending(role, reader))
  return { state: role.durable.snapshot.decode(reader), activities, lives }
}

/** What is durable after one more change of a batch. */
const readChange = (role: RoleLibrary, reader: Reader, before: Remembered): Remembered => {
  const { state, activities } = before
  switch (reader.variantOf(4)) {
    case delta:
      return { ...before, state: role.durable.readDelta(reader, state) }
    case begun:
      activities.add(readPending(role, reader))
      return before
    case ended:
      activities.remove(reader.text(), reader.text())
      return before
    default:
      return { ...before, lives: reader.size() }
  }
}

/** The state with empty collections comes first; then, as if a batch after the other had put them there, what is in them. */
function* partsOf(
  role: RoleLibrary,
  owner: Owner,
  { state, ...rest }: Remembered,
  pending: readonly Pending[],
): Iterable<Uint8Array> {
  const part = new Writer({ limits: storageLimits })
  const writeStep = (before: AnyState, after: AnyState): number => {
    part.clear()
    part.begin()
    part.size(delta)
    role.durable.writeDelta(part, before, after)
    part.end()
    return part.length
  }
  const growing = growingIn(state, role.durable.fields, writeStep)
  part.clear()
  writeHead(role, owner, part, { ...rest, state: withoutItems(state, growing) }, pending)
  yield part.view()
  let items = 1
  for (const [before, after] of fillings(state, growing, () => items)) {
    writeStep(before, after)
    yield part.view()
    items = Math.min(partItems, Math.max(1, Math.floor(items * Math.min(2, partBytes / part.length))))
  }
}

/** Writes and reads what is durable of one node. `accepted` names the earlier specs whose state it may take over. */
export const makeJournal = (role: RoleLibrary, owner: Owner, accepted: readonly string[]): Journal => {
  const writer = new Writer({ limits: storageLimits })
  const reader = new Reader({ limits: storageLimits })

  return {
    step(before, after) {
      const start = writer.length
      writer.size(delta)
      if (!role.durable.writeDelta(writer, before, after)) writer.rewind(start)
      writer.end()
    },
    begin(pending) {
      demandKey(writer, pending)
      writer.size(begun)
      writePending(role, writer, pending)
      writer.end()
    },
    end(activity, key) {
      writer.size(ended)
      writer.text(activity)
      writer.text(key)
      writer.end()
    },
    live(lives) {
      writer.size(lived)
      writer.size(lives)
    },
    isEmpty: () => writer.length === 0,
    bytes: () => writer.view(),
    clear: () => writer.clear(),
    snapshot: (remembered) => partsOf(role, owner, remembered, remembered.activities.all()),
    replay(place, [head = new Uint8Array(0), ...rest], batches) {
      const author = reading("snapshot", owner, undefined, () => {
        reader.begin(head)
        return readAuthor(reader, owner, accepted)
      })
      const remembered = reading("snapshot", owner, author, () => {
        const kept = readHead(role, author, reader)
        reader.end()
        return kept
      })
      let found = { ...remembered, state: role.restored(place, remembered.state) }
      const change = (name: string) => (bytes: Uint8Array, index: number) =>
        reading(`${name} ${index + 1}`, owner, author, () => {
          reader.begin(bytes)
          while (!reader.isAtEnd()) found = readChange(role, reader, found)
          reader.end()
        })
      rest.forEach(change("snapshot, change"))
      batches.forEach(change("batch"))
      const isOwn = author.specHash === owner.specHash && author.format === presentFormat
      return { remembered: found, isOwn }
    },
  }
}
