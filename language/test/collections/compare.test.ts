import { compare, equal, List, Map, Set } from "@lockstep/language"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { data } from "./data.ts"

/** The same content built from nothing, with fields, members and entries in the opposite order. */
const rebuilt = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) return value.map(rebuilt)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null)
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([field, item]) => [field, rebuilt(item)]),
    )
  const { kind } = value as { kind: "List" | "Set" | "Map" }
  const items = [...(value as Iterable<unknown>)].map(rebuilt)
  if (kind === "List") return List.from(items)
  return kind === "Set" ? Set.from(items.toReversed()) : Map.from(items.toReversed() as [unknown, unknown][])
}

describe("the canonical order", () => {
  test("puts the kinds of data one after the other", () => {
    const inOrder = [
      null,
      false,
      true,
      -1,
      0,
      7,
      "",
      "a",
      "b",
      [],
      [0],
      [0, 0],
      [1],
      {},
      { a: 1 },
      { a: 1, b: 0 },
      { b: 0 },
    ]
    const collections = [List.of(), List.of(1), Set.of(), Set.of(1), Map.of(), Map.of([1, 1])]
    const all = [...inOrder, ...collections]
    for (const [i, a] of all.entries())
      for (const [j, b] of all.entries()) expect(Math.sign(compare(a, b)), `${i} against ${j}`).toBe(Math.sign(i - j))
  })

  test("is antisymmetric, and equal only for equal content", () => {
    fc.assert(fc.property(data, data, (a, b) => Math.sign(compare(a, b)) === -Math.sign(compare(b, a))))
    fc.assert(fc.property(data, (a) => compare(a, rebuilt(a)) === 0 && equal(a, rebuilt(a))))
  })

  test("is transitive", () => {
    fc.assert(
      fc.property(data, data, data, (a, b, c) => {
        const [low, middle, high] = [a, b, c].toSorted(compare)
        return compare(low, middle) <= 0 && compare(middle, high) <= 0 && compare(low, high) <= 0
      }),
      { numRuns: 1000 },
    )
  })

  test("tells a record from a collection of the same kind and content", () => {
    expect(equal({ kind: "List" }, List.of())).toBe(false)
    expect(equal([], List.of())).toBe(false)
    expect(equal({ kind: "List" }, { kind: "List" })).toBe(true)
  })

  test("has no place for what is no data", () => {
    for (const value of [undefined, () => 1, Symbol.iterator, 1n]) expect(() => compare(value, 1)).toThrow(/is no data/)
    expect(() => compare(Number.NaN, 1)).toThrow(/NaN is no data/)
  })

  test("holds -0 and 0 for one number", () => {
    expect(equal(-0, 0)).toBe(true)
    expect(Set.of(0, -0).size).toBe(1)
  })
})
