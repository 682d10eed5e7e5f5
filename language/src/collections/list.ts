import { equal } from "./compare.ts"
import { append, differences, empty, leafAt, placeInLeaf, replace, truncate, type Vector } from "./vector.ts"

/**
 * A sequence that shares with other versions of itself what they have in common: `append`, `with` and `truncate` take logarithmic
 * time and leave the list they are asked of as it was.
 *
 *     const log = List.of("a", "b").append("c")
 *     log.truncate(2).append("d") // a b d, and `log` still is a b c
 */
export interface List<Item> extends Iterable<Item> {
  readonly kind: "List"
  readonly length: number
  /** The item at an index, counted from the end when negative; `undefined` outside. */
  at(index: number): Item | undefined
  last(): Item | undefined
  append(...items: Item[]): List<Item>
  /** The first `length` items. */
  truncate(length: number): List<Item>
  /** The list with another item at an index that it has. */
  with(index: number, item: Item): List<Item>
  slice(from?: number, to?: number): List<Item>
  map<Result>(change: (item: Item, index: number) => Result): readonly Result[]
  filter<Kept extends Item>(keep: (item: Item, index: number) => item is Kept): readonly Kept[]
  filter(keep: (item: Item, index: number) => boolean): readonly Item[]
  some(holds: (item: Item, index: number) => boolean): boolean
  every(holds: (item: Item, index: number) => boolean): boolean
  find<Found extends Item>(holds: (item: Item, index: number) => item is Found): Found | undefined
  find(holds: (item: Item, index: number) => boolean): Item | undefined
  /** The index of the first item for which `holds`, or -1. */
  findIndex(holds: (item: Item, index: number) => boolean): number
  reduce<Result>(combine: (result: Result, item: Item, index: number) => Result, initial: Result): Result
  /** Whether an item of this content is there. */
  includes(item: Item): boolean
}

/** What turns one list into another: the first `kept` places stay but for the `changed` ones, then come the `appended` items. */
export interface ListDelta<Item> {
  readonly kind: "List"
  readonly kept: number
  readonly changed: readonly (readonly [index: number, item: Item])[]
  readonly appended: readonly Item[]
}

/** A class, so that the instances share one prototype that carries `kind`, and nobody can reach the tree. */
class PersistentList<Item> implements List<Item> {
  declare readonly kind: "List"
  readonly #vector: Vector

  constructor(vector: Vector) {
    this.#vector = vector
  }

  static vectorOf(list: List<unknown>): Vector {
    return (list as PersistentList<unknown>).#vector
  }

  /** The list with everything that an iterable gives. */
  static joined<Item>(list: List<Item>, items: readonly Item[]): List<Item> {
    return items.length === 0 ? list : new PersistentList(append(PersistentList.vectorOf(list), items))
  }

  get length(): number {
    return this.#vector.length
  }

  at(index: number): Item | undefined {
    const at = index < 0 ? this.length + index : index
    return at >= 0 && at < this.length ? (leafAt(this.#vector, at)[placeInLeaf(at)] as Item) : undefined
  }

  last(): Item | undefined {
    return this.at(-1)
  }

  append(...items: Item[]): List<Item> {
    return PersistentList.joined(this, items)
  }

  truncate(length: number): List<Item> {
    if (!(length >= 0)) throw new RangeError(`a list cannot be truncated to ${length} items`)
    return length >= this.length ? this : new PersistentList(truncate(this.#vector, length))
  }

  with(index: number, item: Item): List<Item> {
    const at = index < 0 ? this.length + index : index
    if (!(at >= 0 && at < this.length)) throw new RangeError(`a list of ${this.length} items has no index ${index}`)
    return this.at(at) === item ? this : new PersistentList(replace(this.#vector, at, item))
  }

  slice(from = 0, to: number = this.length): List<Item> {
    const start = Math.max(0, from < 0 ? this.length + from : from)
    const end = Math.max(0, to < 0 ? this.length + to : to)
    if (start === 0) return this.truncate(end)
    return List.from([...this.#items(start, Math.min(end, this.length))])
  }

  map<Result>(change: (item: Item, index: number) => Result): readonly Result[] {
    return [...this].map((item, index) => change(item, index))
  }

  filter(keep: (item: Item, index: number) => boolean): readonly Item[] {
    return [...this].filter((item, index) => keep(item, index))
  }

  some(holds: (item: Item, index: number) => boolean): boolean {
    return this.findIndex(holds) >= 0
  }

  every(holds: (item: Item, index: number) => boolean): boolean {
    return this.findIndex((item, index) => !holds(item, index)) < 0
  }

  find(holds: (item: Item, index: number) => boolean): Item | undefined {
    const index = this.findIndex(holds)
    return index < 0 ? undefined : this.at(index)
  }

  findIndex(holds: (item: Item, index: number) => boolean): number {
    const { length } = this
    for (let index = 0; index < length;) {
      const leaf = leafAt(this.#vector, index)
      for (let place = placeInLeaf(index); place < leaf.length && index < length; place++, index++)
        if (holds(leaf[place] as Item, index)) return index
    }
    return -1
  }

  reduce<Result>(combine: (result: Result, item: Item, index: number) => Result, initial: Result): Result {
    let result = initial
    let index = 0
    for (const item of this) result = combine(result, item, index++)
    return result
  }

  includes(item: Item): boolean {
    return this.some((other) => equal(other, item))
  }

  [Symbol.iterator](): IterableIterator<Item> {
    return this.#items(0, this.length)
  }

  /** How a log or a failed test shows it. */
  toJSON(): readonly Item[] {
    return [...this]
  }

  *#items(from: number, to: number): IterableIterator<Item> {
    for (let index = from; index < to;) {
      const leaf = leafAt(this.#vector, index)
      for (let place = placeInLeaf(index); place < leaf.length && index < to; place++, index++)
        yield leaf[place] as Item
    }
  }
}
Object.defineProperty(PersistentList.prototype, "kind", { value: "List" })

/** One list without items stands for all. */
const none: List<never> = new PersistentList<never>(empty)

/** Builds lists. */
export const List = {
  /** A list of these items: `List.of(1, 2)`. */
  of: <Item>(...items: Item[]): List<Item> => List.from(items),
  /** A list of everything that an iterable gives: `List.from(set)`. */
  from: <Item>(items: Iterable<Item>): List<Item> => PersistentList.joined<Item>(none, [...items]),
}

/** What turns the list `before` into `after`, found in time that depends on what they do not share. */
export const listDelta = <Item>(before: List<Item>, after: List<Item>): ListDelta<Item> => {
  const kept = Math.min(before.length, after.length)
  const changed: (readonly [number, Item])[] = []
  const from = PersistentList.vectorOf(before)
  differences(from, PersistentList.vectorOf(after), kept, (index, old, item) => {
    if (!equal(old, item)) changed.push([index, item as Item])
  })
  return { kind: "List", kept, changed, appended: [...after.slice(kept)] }
}

/** The list that a delta makes of `before`. */
export const applyToList = <Item>(before: List<Item>, { kept, changed, appended }: ListDelta<Item>): List<Item> =>
  PersistentList.joined(
    changed.reduce((list, [index, item]) => list.with(index, item), before.truncate(kept)),
    appended,
  )
