// A copy of language/src/collections/compare.ts, kept in step by runtime/test/copies.test.ts.
import { collectionKind } from "./kind.ts"

type Fields = { readonly [field: string]: unknown }

/** Where each kind of data stands in the order of all data. */
const ranks = { null: 0, boolean: 1, number: 2, string: 3, array: 4, record: 5, List: 6, Set: 7, Map: 8 }

const rankOf = (value: unknown): number => {
  if (value === null) return ranks.null
  const type = typeof value
  if (type === "boolean" || type === "number" || type === "string") return ranks[type]
  if (typeof value !== "object") throw new TypeError(`${type} is no data, and has no place in its order`)
  if (Array.isArray(value)) return ranks.array
  return ranks[collectionKind(value) ?? "record"]
}

type Primitive = string | number | boolean

const comparePrimitives = (a: Primitive, b: Primitive): number => {
  if (a === b) return 0
  if (a < b) return -1
  if (a > b) return 1
  throw new TypeError("NaN is no data, and has no place in its order")
}

const compareSequences = (a: Iterable<unknown>, b: Iterable<unknown>): number => {
  const others = b[Symbol.iterator]()
  for (const item of a) {
    const other = others.next()
    if (other.done === true) return 1
    const order = compare(item, other.value)
    if (order !== 0) return order
  }
  return others.next().done === true ? 0 : -1
}

const compareRecords = (a: Fields, b: Fields): number => {
  const fields = Object.keys(a).sort()
  const others = Object.keys(b).sort()
  for (const [at, field] of fields.entries()) {
    const other = others[at]
    if (other === undefined) return 1
    const order = comparePrimitives(field, other) || compare(a[field], b[field])
    if (order !== 0) return order
  }
  return fields.length - others.length
}

/**
 * The one order of all data: null, booleans, numbers, strings, arrays, records by their sorted fields, then lists, sets and maps.
 * Negative when `a` comes first, positive when `b` does, 0 when their content is equal.
 *
 *     [3, "b", null, "a"].toSorted(compare) // [null, 3, "a", "b"]
 */
export const compare = (a: unknown, b: unknown): number => {
  if (a === b) return 0
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : 1
  const rank = rankOf(a)
  const apart = rank - rankOf(b)
  if (apart !== 0) return apart
  if (rank < ranks.array) return comparePrimitives(a as Primitive, b as Primitive)
  if (rank === ranks.record) return compareRecords(a as Fields, b as Fields)
  return compareSequences(a as Iterable<unknown>, b as Iterable<unknown>)
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null

/** Looks at fields where they stand: `Object.keys` would make an array for each record. */
const equalRecords = (a: Fields, b: Fields): boolean => {
  let more = 0
  for (const field in a) {
    more++
    const [left, right] = [a[field], b[field]]
    if (left === right && left !== undefined) continue
    if (!Object.hasOwn(b, field) || !equal(left, right)) return false
  }
  for (const _ in b) more--
  return more === 0
}

interface Indexed {
  readonly length: number
  at(index: number): unknown
}

const equalLists = (a: Indexed, b: Indexed): boolean => {
  const { length } = a
  if (length !== b.length) return false
  for (let at = 0; at < length; at++) if (!equal(a.at(at), b.at(at))) return false
  return true
}

const equalTrees = (a: Iterable<unknown>, b: Iterable<unknown>): boolean => {
  const others = b[Symbol.iterator]()
  for (const item of a) {
    const other = others.next()
    if (other.done === true || !equal(item, other.value)) return false
  }
  return others.next().done === true
}

/**
 * Whether two data have the same content, however they were built. What is the same object is not looked into, and no order is needed.
 *
 *     equal({ a: 1, b: [2] }, { b: [2], a: 1 }) // true
 */
export const equal = (a: unknown, b: unknown): boolean => {
  if (a === b) return true
  if (!isObject(a) || !isObject(b)) return compare(a, b) === 0
  if (Array.isArray(a)) return Array.isArray(b) && equalLists(a, b)
  const kind = collectionKind(a)
  if (Array.isArray(b) || kind !== collectionKind(b)) return false
  if (kind === undefined) return equalRecords(a as Fields, b as Fields)
  if (kind === "List") return equalLists(a as Indexed, b as Indexed)
  return equalTrees(a as Iterable<unknown>, b as Iterable<unknown>)
}
