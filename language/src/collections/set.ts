import { differences, find, insert, remove, sizeOf, type Tree, walk } from "./tree.ts"

/**
 * A set of data compared by content. Its members come in the canonical order, whatever the order in which they were added.
 *
 *     const votes = Set.of("n2").add("n1", "n2")
 *     votes.size // 2
 *     [...votes] // ["n1", "n2"]
 */
export interface Set<Item> extends Iterable<Item> {
  readonly kind: "Set"
  readonly size: number
  has(item: Item): boolean
  /** The same set when it has all of them. */
  add(...items: Item[]): Set<Item>
  /** The same set when it has none of them. */
  delete(...items: Item[]): Set<Item>
  union(other: Set<Item>): Set<Item>
  isSubsetOf(other: Set<Item>): boolean
  some(holds: (item: Item) => boolean): boolean
  every(holds: (item: Item) => boolean): boolean
  find<Found extends Item>(holds: (item: Item) => item is Found): Found | undefined
  find(holds: (item: Item) => boolean): Item | undefined
  filter<Kept extends Item>(keep: (item: Item) => item is Kept): readonly Kept[]
  filter(keep: (item: Item) => boolean): readonly Item[]
  map<Result>(change: (item: Item) => Result): readonly Result[]
}

/** What turns one set into another. */
export interface SetDelta<Item> {
  readonly kind: "Set"
  readonly added: readonly Item[]
  readonly removed: readonly Item[]
}

/** A class, so that the instances share one prototype that carries `kind`, and nobody can reach the tree. */
class PersistentSet<Item> implements Set<Item> {
  declare readonly kind: "Set"
  readonly #tree: Tree

  constructor(tree: Tree) {
    this.#tree = tree
  }

  static treeOf(set: Set<unknown>): Tree {
    return (set as PersistentSet<unknown>).#tree
  }

  /** The set with everything that an iterable gives. */
  static joined<Item>(set: Set<Item>, items: Iterable<Item>): Set<Item> {
    return (set as PersistentSet<Item>).#with(items)
  }

  get size(): number {
    return sizeOf(this.#tree)
  }

  has(item: Item): boolean {
    return find(this.#tree, item) !== null
  }

  add(...items: Item[]): Set<Item> {
    return this.#with(items)
  }

  delete(...items: Item[]): Set<Item> {
    return this.#over(items.reduce(remove, this.#tree))
  }

  union(other: Set<Item>): Set<Item> {
    return this.size < other.size ? PersistentSet.joined(other, this) : this.#with(other)
  }

  isSubsetOf(other: Set<Item>): boolean {
    return this.size <= other.size && this.every((item) => other.has(item))
  }

  some(holds: (item: Item) => boolean): boolean {
    for (const item of this) if (holds(item)) return true
    return false
  }

  every(holds: (item: Item) => boolean): boolean {
    for (const item of this) if (!holds(item)) return false
    return true
  }

  find(holds: (item: Item) => boolean): Item | undefined {
    for (const item of this) if (holds(item)) return item
    return undefined
  }

  filter(keep: (item: Item) => boolean): readonly Item[] {
    return [...this].filter((item) => keep(item))
  }

  map<Result>(change: (item: Item) => Result): readonly Result[] {
    return [...this].map((item) => change(item))
  }

  [Symbol.iterator](): IterableIterator<Item> {
    return walk(this.#tree, (branch) => branch.key as Item)
  }

  /** How a log or a failed test shows it. */
  toJSON(): readonly Item[] {
    return [...this]
  }

  #with(items: Iterable<Item>): Set<Item> {
    let tree = this.#tree
    for (const item of items) tree = insert(tree, item, null)
    return this.#over(tree)
  }

  #over(tree: Tree): Set<Item> {
    return tree === this.#tree ? this : new PersistentSet(tree)
  }
}
Object.defineProperty(PersistentSet.prototype, "kind", { value: "Set" })

/** One set without members stands for all. */
const none: Set<never> = new PersistentSet<never>(null)

/** Builds sets. */
export const Set = {
  /** A set of these members: `Set.of("a", "b")`. */
  of: <Item>(...items: Item[]): Set<Item> => Set.from(items),
  /** A set of everything that an iterable gives: `Set.from(list)`. */
  from: <Item>(items: Iterable<Item>): Set<Item> => PersistentSet.joined<Item>(none, items),
}

/** What turns the set `before` into `after`, found in time that depends on what they do not share. */
export const setDelta = <Item>(before: Set<Item>, after: Set<Item>): SetDelta<Item> => {
  const added: Item[] = []
  const removed: Item[] = []
  differences(PersistentSet.treeOf(before), PersistentSet.treeOf(after), (old, item) => {
    if (old !== null) removed.push(old.key as Item)
    else if (item !== null) added.push(item.key as Item)
  })
  return { kind: "Set", added, removed }
}

/** The set that a delta makes of `before`. */
export const applyToSet = <Item>(before: Set<Item>, { added, removed }: SetDelta<Item>): Set<Item> =>
  PersistentSet.joined(
    removed.reduce((set, item) => set.delete(item), before),
    added,
  )
