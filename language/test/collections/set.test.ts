import { apply, compare, delta, equal, Set as SetOf } from "@lockstep/language"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { data } from "./data.ts"

const members = fc.array(fc.nat(60), { maxLength: 80, size: "max" })
const changes = fc.array(fc.record({ add: fc.boolean(), item: fc.nat(200) }), { maxLength: 300, size: "max" })

/** Every version that a set went through, beside the native set that it should be. */
const versions = (all: readonly { readonly add: boolean; readonly item: number }[]) => {
  const model = new Set<number>()
  let set = SetOf.of<number>()
  const history = [{ set, items: [] as readonly number[] }]
  for (const { add, item } of all) {
    set = add ? set.add(item) : set.delete(item)
    if (add) model.add(item)
    else model.delete(item)
    history.push({ set, items: [...model].toSorted((a, b) => a - b) })
  }
  return history
}

describe("a set", () => {
  test("is at every moment what a native set would be, in order", () => {
    fc.assert(
      fc.property(changes, (all) => {
        for (const { set, items } of versions(all)) {
          expect([...set]).toEqual(items)
          expect(set.size).toBe(items.length)
        }
      }),
    )
  })

  test("answers what a native set answers", () => {
    fc.assert(
      fc.property(members, members, fc.nat(60), (left, right, pivot) => {
        const [a, b] = [SetOf.from(left), SetOf.from(right)]
        const [nativeA, nativeB] = [new Set(left), new Set(right)]
        expect([...a.union(b)]).toEqual([...new Set([...left, ...right])].toSorted((x, y) => x - y))
        expect([...a.delete(...right)]).toEqual([...a].filter((item) => !nativeB.has(item)))
        expect(a.isSubsetOf(b)).toBe([...nativeA].every((item) => nativeB.has(item)))
        expect(a.isSubsetOf(a.union(b))).toBe(true)
        expect(a.has(pivot)).toBe(nativeA.has(pivot))
        const holds = (item: number) => item > pivot
        expect(a.some(holds)).toBe([...nativeA].some(holds))
        expect(a.every(holds)).toBe([...nativeA].every(holds))
        expect(a.filter(holds)).toEqual([...a].filter(holds))
        expect(a.find(holds)).toBe([...a].find(holds))
        expect(a.map((item) => item + 1)).toEqual([...a].map((item) => item + 1))
      }),
    )
  })

  test("has one order for one content, whatever its history and its data", () => {
    fc.assert(
      fc.property(fc.array(data, { maxLength: 8 }), fc.array(data, { maxLength: 4 }), (items, others) => {
        const direct = SetOf.from(items)
        const around = others.reduce<SetOf<unknown>>(
          (set, other) => (direct.has(other) ? set : set.delete(other)),
          SetOf.from([...others, ...items.toReversed()]),
        )
        expect([...around]).toEqual([...direct])
        expect([...direct]).toEqual([...direct].toSorted(compare))
        expect(equal(around, direct)).toBe(true)
      }),
    )
  })

  test("is the same object when nothing changes", () => {
    const set = SetOf.of<unknown>("a", { b: [1] })
    expect(set.add("a", { b: [1] })).toBe(set)
    expect(set.delete("c")).toBe(set)
    expect(set.delete("c", "d")).toBe(set)
    expect(set.union(SetOf.of("a"))).toBe(set)
    expect(SetOf.of<unknown>("a").union(set)).toBe(set)
  })

  test("works when frozen, and shows its kind on the prototype", () => {
    const set = Object.freeze(SetOf.of(2, 1))
    expect([...set.add(0)]).toEqual([0, 1, 2])
    expect(set.kind).toBe("Set")
    expect(Object.keys(set)).toEqual([])
  })
})

describe("the delta of a set", () => {
  test("makes any version from any other", () => {
    fc.assert(
      fc.property(changes, fc.nat(), fc.nat(), (all, first, second) => {
        const history = versions(all)
        const before = history[first % history.length]
        const after = history[second % history.length]
        if (before === undefined || after === undefined) return
        const change = delta(before.set, after.set)
        expect(change.added).toEqual(after.items.filter((item) => !before.items.includes(item)))
        expect(change.removed).toEqual(before.items.filter((item) => !after.items.includes(item)))
        expect([...apply(before.set, change)]).toEqual(after.items)
      }),
    )
  })

  test("takes equal content for no change", () => {
    expect(delta(SetOf.of([1], [2]), SetOf.of([2], [1]))).toEqual({ kind: "Set", added: [], removed: [] })
  })
})
