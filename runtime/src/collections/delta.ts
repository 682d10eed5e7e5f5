// A copy of language/src/collections/delta.ts, kept in step by runtime/test/copies.test.ts.
import { applyToList, type List, type ListDelta, listDelta } from "./list.ts"
import { applyToMap, type Map, type MapDelta, mapDelta } from "./map.ts"
import { applyToSet, type Set, type SetDelta, setDelta } from "./set.ts"

type Collection = List<unknown> | Set<unknown> | Map<unknown, unknown>

/** What turns one version of a collection into another. */
export type Delta = ListDelta<unknown> | SetDelta<unknown> | MapDelta<unknown, unknown>

interface FindDelta {
  <Item>(before: List<Item>, after: List<Item>): ListDelta<Item>
  <Item>(before: Set<Item>, after: Set<Item>): SetDelta<Item>
  <Key, Value>(before: Map<Key, Value>, after: Map<Key, Value>): MapDelta<Key, Value>
}

interface ApplyDelta {
  <Item>(before: List<Item>, delta: ListDelta<Item>): List<Item>
  <Item>(before: Set<Item>, delta: SetDelta<Item>): Set<Item>
  <Key, Value>(before: Map<Key, Value>, delta: MapDelta<Key, Value>): Map<Key, Value>
}

const differ = (before: Collection, after: Collection): Delta => {
  if (before.kind === "List" && after.kind === "List") return listDelta(before, after)
  if (before.kind === "Set" && after.kind === "Set") return setDelta(before, after)
  if (before.kind === "Map" && after.kind === "Map") return mapDelta(before, after)
  throw new TypeError(`a ${before.kind} never becomes a ${after.kind}`)
}

const change = (before: Collection, delta: Delta): Collection => {
  if (before.kind === "List" && delta.kind === "List") return applyToList(before, delta)
  if (before.kind === "Set" && delta.kind === "Set") return applyToSet(before, delta)
  if (before.kind === "Map" && delta.kind === "Map") return applyToMap(before, delta)
  throw new TypeError(`a ${before.kind} has no ${delta.kind} delta`)
}

/**
 * What turns a collection into a later version of itself. The versions share what they have in common, so the time it takes
 * depends on the change and not on the size: this is what a journal writes for a step.
 *
 *     delta(log, log.append("c")) // { kind: "List", kept: 2, changed: [], appended: ["c"] }
 */
export const delta: FindDelta = differ as FindDelta

/**
 * The collection that a delta makes of another: `apply(before, delta(before, after))` equals `after`.
 */
export const apply: ApplyDelta = change as ApplyDelta
