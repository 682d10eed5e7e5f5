// A copy of language/src/collections/map.ts, kept in step by runtime/test/copies.test.ts.
import { equal } from "./compare.ts"
import { differences, find, insert, remove, sizeOf, type Tree, walk } from "./tree.ts"

/**
 * A map from data to data. Keys are compared by content, and entries come in the canonical order of their keys.
 *
 *     const stock = Map.of(["pear", 3]).update("apple", (count) => count + 1, 0)
 *     [...stock] // [["apple", 1], ["pear", 3]]
 */
export interface Map<Key, Value> extends Iterable<readonly [Key, Value]> {
  readonly kind: "Map"
  readonly size: number
  get(key: Key): Value | undefined
  getOr(key: Key, fallback: Value): Value
  has(key: Key): boolean
  /** The same map when the key has this value already. */
  set(key: Key, value: Value): Map<Key, Value>
  /** The same map when it does not have the key. */
  delete(key: Key): Map<Key, Value>
  /** Changes the value of a key, or `fallback` when it has none. */
  update(key: Key, change: (value: Value) => Value, fallback: Value): Map<Key, Value>
  keys(): readonly Key[]
  values(): readonly Value[]
  entries(): readonly (readonly [Key, Value])[]
  some(holds: (value: Value, key: Key) => boolean): boolean
  every(holds: (value: Value, key: Key) => boolean): boolean
}

/** What turns one map into another. */
export interface MapDelta<Key, Value> {
  readonly kind: "Map"
  readonly set: readonly (readonly [Key, Value])[]
  readonly removed: readonly Key[]
}

/** A class, so that the instances share one prototype that carries `kind`, and nobody can reach the tree. */
class PersistentMap<Key, Value> implements Map<Key, Value> {
  declare readonly kind: "Map"
  readonly #tree: Tree

  constructor(tree: Tree) {
    this.#tree = tree
  }

  static treeOf(map: Map<unknown, unknown>): Tree {
    return (map as PersistentMap<unknown, unknown>).#tree
  }

  /** The map with all these entries. */
  static joined<Key, Value>(map: Map<Key, Value>, entries: Iterable<readonly [Key, Value]>): Map<Key, Value> {
    let result = map
    for (const [key, value] of entries) result = result.set(key, value)
    return result
  }

  get size(): number {
    return sizeOf(this.#tree)
  }

  get(key: Key): Value | undefined {
    return find(this.#tree, key)?.value as Value | undefined
  }

  getOr(key: Key, fallback: Value): Value {
    const found = find(this.#tree, key)
    return found === null ? fallback : (found.value as Value)
  }

  has(key: Key): boolean {
    return find(this.#tree, key) !== null
  }

  set(key: Key, value: Value): Map<Key, Value> {
    return this.#over(insert(this.#tree, key, value))
  }

  delete(key: Key): Map<Key, Value> {
    return this.#over(remove(this.#tree, key))
  }

  update(key: Key, change: (value: Value) => Value, fallback: Value): Map<Key, Value> {
    return this.set(key, change(this.getOr(key, fallback)))
  }

  keys(): readonly Key[] {
    return [...walk(this.#tree, (branch) => branch.key as Key)]
  }

  values(): readonly Value[] {
    return [...walk(this.#tree, (branch) => branch.value as Value)]
  }

  entries(): readonly (readonly [Key, Value])[] {
    return [...this]
  }

  some(holds: (value: Value, key: Key) => boolean): boolean {
    for (const [key, value] of this) if (holds(value, key)) return true
    return false
  }

  every(holds: (value: Value, key: Key) => boolean): boolean {
    for (const [key, value] of this) if (!holds(value, key)) return false
    return true
  }

  [Symbol.iterator](): IterableIterator<readonly [Key, Value]> {
    return walk(this.#tree, (branch) => [branch.key as Key, branch.value as Value] as const)
  }

  /** How a log or a failed test shows it. */
  toJSON(): readonly (readonly [Key, Value])[] {
    return [...this]
  }

  #over(tree: Tree): Map<Key, Value> {
    return tree === this.#tree ? this : new PersistentMap(tree)
  }
}
Object.defineProperty(PersistentMap.prototype, "kind", { value: "Map" })

/** One map without entries stands for all. */
const none: Map<never, never> = new PersistentMap<never, never>(null)

/** Builds maps. */
export const Map = {
  /** A map of these entries: `Map.of(["a", 1], ["b", 2])`. */
  of: <Key, Value>(...entries: (readonly [Key, Value])[]): Map<Key, Value> => Map.from(entries),
  /** A map of all entries that an iterable gives; of two with one key, the later counts. */
  from: <Key, Value>(entries: Iterable<readonly [Key, Value]>): Map<Key, Value> =>
    PersistentMap.joined<Key, Value>(none, entries),
}

/** What turns the map `before` into `after`, found in time that depends on what they do not share. */
export const mapDelta = <Key, Value>(before: Map<Key, Value>, after: Map<Key, Value>): MapDelta<Key, Value> => {
  const set: (readonly [Key, Value])[] = []
  const removed: Key[] = []
  differences(PersistentMap.treeOf(before), PersistentMap.treeOf(after), (old, entry) => {
    if (entry === null) removed.push(old?.key as Key)
    else if (old === null || !equal(old.value, entry.value)) set.push([entry.key as Key, entry.value as Value])
  })
  return { kind: "Map", set, removed }
}

/** The map that a delta makes of `before`. */
export const applyToMap = <Key, Value>(
  before: Map<Key, Value>,
  { set, removed }: MapDelta<Key, Value>,
): Map<Key, Value> =>
  PersistentMap.joined(
    removed.reduce((map, key) => map.delete(key), before),
    set,
  )
