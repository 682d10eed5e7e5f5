import { isList, isMap, isSet } from "../codec/guards.ts"
import { List, Map, Set } from "../collections/index.ts"
import type { AnyState } from "../role.ts"

/** Tells how many items the next slice may have. */
type Room = () => number

/** A step of a collection from a part of its items to more of them. */
type Growth = readonly [before: unknown, after: unknown]

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
  if (isSet(value)) return Set.of()
  return isMap(value) ? Map.of() : value
}

/** A state whose collections have nothing in them yet, in these of its fields. */
export const withoutItems = (state: AnyState, fields: readonly string[]): AnyState => ({
  ...state,
  ...Object.fromEntries(fields.map((field) => [field, emptied(state[field])])),
})

/** The steps that fill such a state again. */
export function* fillings(
  state: AnyState,
  fields: readonly string[],
  room: Room,
): Iterable<readonly [before: AnyState, after: AnyState]> {
  for (const field of fields)
    for (const [before, after] of growthOf(state[field], room))
      yield [
        { ...state, [field]: before },
        { ...state, [field]: after },
      ]
}
