import { isList, isMap, isSet } from "../codec/guards.ts"
import { collectionKind, List, Map, Set } from "../collections/index.ts"
import type { AnyState } from "../role.ts"

/** Tells how many items the next slice may have. */
type Room = () => number

/** A step of something from a part of its items to more of them. */
export type Growth<Value = unknown> = readonly [before: Value, after: Value]

/** Where a collection stands in a state: in a field, or in one of a record in a field. */
type Path = readonly string[]

const isRecord = (value: unknown): value is AnyState =>
  typeof value === "object" && value !== null && !Array.isArray(value) && collectionKind(value) === undefined

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce((inner, field) => (isRecord(inner) ? inner[field] : undefined), value)

const put = (state: AnyState, [field = "", ...rest]: Path, value: unknown): AnyState => {
  const inner = state[field]
  return { ...state, [field]: rest.length > 0 && isRecord(inner) ? put(inner, rest, value) : value }
}

const gatherCollections = (value: unknown, path: Path, found: Path[]): void => {
  if (isList(value) || isSet(value) || isMap(value)) found.push(path)
  else if (isRecord(value))
    for (const field of Object.keys(value)) gatherCollections(value[field], [...path, field], found)
}

function* growthOfList(list: List<unknown>, room: Room): Iterable<Growth> {
  for (let at = 0; at < list.length;) {
    const next = Math.min(list.length, at + room())
    yield [list.truncate(at), list.truncate(next)]
    at = next
  }
}

function* slices<Item>(items: Iterable<Item>, room: Room): Iterable<readonly Item[]> {
  let slice: Item[] = []
  for (const item of items) {
    slice.push(item)
    if (slice.length < room()) continue
    yield slice
    slice = []
  }
  if (slice.length > 0) yield slice
}

/** What a change of a set or map says does not depend on what else there is: so each slice grows from nothing. */
function* growthOf(value: unknown, room: Room): Iterable<Growth> {
  if (isList(value)) yield* growthOfList(value, room)
  if (isSet(value)) for (const items of slices(value, room)) yield [Set.of(), Set.from(items)]
  if (isMap(value)) for (const entries of slices(value, room)) yield [Map.of(), Map.from(entries)]
}

const emptied = (value: unknown): unknown => {
  if (isList(value)) return List.of()
  return isSet(value) ? Set.of() : Map.of()
}

/** The same item comes into a collection, and into one that has an item more. */
const likeGrowths = (value: unknown): readonly Growth[] => {
  if (isList(value)) {
    const [[item] = []] = slices(value, () => 1)
    const [one, two, three] = [List.of(item), List.of(item, item), List.of(item, item, item)]
    return [
      [one, two],
      [two, three],
    ]
  }
  if (isSet(value)) {
    const [both = []] = slices(value, () => 2)
    return [
      [Set.of(), Set.from(both.slice(0, 1))],
      [Set.from(both.slice(1)), Set.from(both)],
    ]
  }
  if (!isMap(value)) return []
  const [both = []] = slices(value, () => 2)
  return [
    [Map.of(), Map.from(both.slice(0, 1))],
    [Map.from(both.slice(1)), Map.from(both)],
  ]
}

const itemsIn = (value: unknown): number => {
  if (isList(value)) return value.length
  return isSet(value) || isMap(value) ? value.size : 0
}

/**
 * The collections of a state that are written item by item. Others are written whole, as where a field may also be something else: a change
 * of them takes more bytes the more is in them.
 */
export const growingIn = (
  state: AnyState,
  fields: readonly string[],
  bytesOf: (before: AnyState, after: AnyState) => number,
): readonly Path[] => {
  const isWrittenByItem = (path: Path): boolean => {
    const growths = likeGrowths(valueAt(state, path))
    const sizes = growths.map(([before, after]) => bytesOf(put(state, path, before), put(state, path, after)))
    return new globalThis.Set(sizes).size === 1
  }
  const collections: Path[] = []
  for (const field of fields) gatherCollections(state[field], [field], collections)
  return collections.filter((path) => itemsIn(valueAt(state, path)) > 1 && isWrittenByItem(path))
}

/** A state that has nothing in these collections yet. */
export const withoutItems = (state: AnyState, paths: readonly Path[]): AnyState =>
  paths.reduce((rest, path) => put(rest, path, emptied(valueAt(state, path))), state)

/** The steps that fill them again. */
export function* fillings(state: AnyState, paths: readonly Path[], room: Room): Iterable<Growth<AnyState>> {
  for (const path of paths)
    for (const [before, after] of growthOf(valueAt(state, path), room))
      yield [put(state, path, before), put(state, path, after)]
}
