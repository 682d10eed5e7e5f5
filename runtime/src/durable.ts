import type { Codec, Reader, Writer } from "./codec/index.ts"
import {
  delta,
  type List,
  type Map,
  type MapDelta,
  type ListDelta,
  type Set,
  type SetDelta,
  apply,
  equal,
} from "./collections/index.ts"
import type { Durable } from "./library.ts"
import type { Tagged } from "./value.ts"

/** What generated code says about the durable part of a role, with its types. */
export interface DurableDefinition<State> {
  readonly fields: readonly (keyof State & string)[]
  readonly snapshot: Codec<State>
  readonly writeDelta: (writer: Writer, before: State, after: State) => boolean
  readonly readDelta: (reader: Reader, before: State) => State
}

/** The boundary where the durable part of a state loses its type. */
export const durable = <State>(definition: DurableDefinition<State>): Durable => definition as unknown as Durable

/** The boundary where a codec loses its type. */
export const untyped = <Value>(codec: Codec<Value>): Codec<unknown> => codec as Codec<unknown>

/** The boundary where the codec of a role's messages loses their types. */
export const untypedMessages = <Message extends Tagged>(codec: Codec<Message>): Codec<Tagged> =>
  codec as unknown as Codec<Tagged>

/** Whether a field that has no parts of its own has changed. */
export const changed = (before: unknown, after: unknown): boolean => before !== after && !equal(before, after)

/** What turned one list into another; `null` when nothing did. */
export const listChange = <Item>(before: List<Item>, after: List<Item>): ListDelta<Item> | null => {
  if (before === after) return null
  const change = delta(before, after)
  return change.kept === before.length && change.changed.length + change.appended.length === 0 ? null : change
}

/** What turned one set into another; `null` when nothing did. */
export const setChange = <Item>(before: Set<Item>, after: Set<Item>): SetDelta<Item> | null => {
  if (before === after) return null
  const change = delta(before, after)
  return change.added.length + change.removed.length === 0 ? null : change
}

/** What turned one map into another; `null` when nothing did. */
export const mapChange = <Key, Value>(before: Map<Key, Value>, after: Map<Key, Value>): MapDelta<Key, Value> | null => {
  if (before === after) return null
  const change = delta(before, after)
  return change.set.length + change.removed.length === 0 ? null : change
}

const writeItems = <Item>(writer: Writer, codec: Codec<Item>, items: readonly Item[]): void => {
  writer.count(items.length)
  for (const item of items) codec.encode(writer, item)
}

/** An item takes a byte at least, but for those of a type with one value: so a count is believed as far as there are bytes or room. */
const readItems = <Item>(reader: Reader, codec: Codec<Item>): readonly Item[] => {
  const count = reader.count(0)
  const items: Item[] = []
  for (let at = 0; at < count; at++) items.push(codec.decode(reader))
  return items
}

/** Writes how many items stay, those that are replaced, and those that are new. */
export const writeListChange = <Item>(writer: Writer, item: Codec<Item>, change: ListDelta<Item>): void => {
  writer.size(change.kept)
  writer.count(change.changed.length)
  for (const [index, replaced] of change.changed) {
    writer.size(index)
    item.encode(writer, replaced)
  }
  writeItems(writer, item, change.appended)
}

/** The list after a change that was written from it. */
export const readListChange = <Item>(reader: Reader, item: Codec<Item>, before: List<Item>): List<Item> => {
  const kept = reader.size()
  if (kept > before.length) reader.refuse("not-canonical", "a change of a list keeps more than there is")
  const count = reader.count(1)
  const replaced: (readonly [number, Item])[] = []
  for (let at = 0; at < count; at++) {
    const index = reader.size()
    if (index >= kept) reader.refuse("not-canonical", "a change of a list replaces an item that it does not keep")
    replaced.push([index, item.decode(reader)])
  }
  return apply(before, { kind: "List", kept, changed: replaced, appended: readItems(reader, item) })
}

/** Writes the members that go and those that come. */
export const writeSetChange = <Item>(writer: Writer, item: Codec<Item>, change: SetDelta<Item>): void => {
  writeItems(writer, item, change.removed)
  writeItems(writer, item, change.added)
}

/** The set after a change that was written from it. */
export const readSetChange = <Item>(reader: Reader, item: Codec<Item>, before: Set<Item>): Set<Item> => {
  const removed = readItems(reader, item)
  return apply(before, { kind: "Set", removed, added: readItems(reader, item) })
}

/** Writes the keys that go, and the pairs that come or have a new value. */
export const writeMapChange = <Key, Value>(
  writer: Writer,
  key: Codec<Key>,
  value: Codec<Value>,
  change: MapDelta<Key, Value>,
): void => {
  writeItems(writer, key, change.removed)
  writer.count(change.set.length)
  for (const [at, given] of change.set) {
    key.encode(writer, at)
    value.encode(writer, given)
  }
}

/** The map after a change that was written from it. */
export const readMapChange = <Key, Value>(
  reader: Reader,
  key: Codec<Key>,
  value: Codec<Value>,
  before: Map<Key, Value>,
): Map<Key, Value> => {
  const removed = readItems(reader, key)
  const count = reader.count(0)
  const set: (readonly [Key, Value])[] = []
  for (let at = 0; at < count; at++) set.push([key.decode(reader), value.decode(reader)])
  return apply(before, { kind: "Map", removed, set })
}

/** What a role without durable fields leaves behind: nothing. */
export const nothingDurable: Durable = {
  fields: [],
  snapshot: { encode: () => {}, decode: () => ({}) },
  writeDelta: () => false,
  readDelta: (_reader, before) => before,
}

/** The codec of a role that hears no messages. */
export const noMessages: Codec<Tagged> = {
  encode: (writer) => writer.unlike("message"),
  decode: (reader) => reader.unknownVariant(),
}
