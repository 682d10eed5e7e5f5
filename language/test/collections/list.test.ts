import { apply, delta, equal, List } from "@lockstep/language"
import fc from "fast-check"
import { describe, expect, test } from "vitest"

type Change =
  | { readonly kind: "append"; readonly count: number }
  | { readonly kind: "truncate"; readonly part: number }
  | { readonly kind: "with"; readonly part: number; readonly item: number }

const part = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const changes = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("append" as const), count: fc.oneof(fc.nat(3), fc.nat(40), fc.nat(1500)) }),
    fc.record({ kind: fc.constant("truncate" as const), part }),
    fc.record({ kind: fc.constant("with" as const), part, item: fc.nat(5) }),
  ),
  { maxLength: 12, size: "max" },
)

const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index)

const inArray = (items: readonly number[], change: Change): readonly number[] => {
  if (change.kind === "append") return [...items, ...numbers(items.length, change.count)]
  const at = Math.floor(change.part * items.length)
  if (change.kind === "truncate") return items.slice(0, at)
  return items.length === 0 ? items : items.with(at, change.item)
}

const inList = (list: List<number>, change: Change): List<number> => {
  if (change.kind === "append") return list.append(...numbers(list.length, change.count))
  const at = Math.floor(change.part * list.length)
  if (change.kind === "truncate") return list.truncate(at)
  return list.length === 0 ? list : list.with(at, change.item)
}

interface Version {
  readonly list: List<number>
  readonly items: readonly number[]
}

/** Every version that a list went through, beside the array that it should be. */
const versions = (all: readonly Change[]): readonly Version[] => {
  const history: Version[] = [{ list: List.of(), items: [] }]
  for (const change of all) {
    const { list, items } = history.at(-1) ?? { list: List.of<number>(), items: [] }
    history.push({ list: inList(list, change), items: inArray(items, change) })
  }
  return history
}

describe("a list", () => {
  test("is at every moment what an array would be, and never changes afterwards", () => {
    fc.assert(
      fc.property(changes, (all) => {
        for (const { list, items } of versions(all)) {
          expect(list.length).toBe(items.length)
          expect([...list]).toEqual(items)
          for (const index of [-items.length - 1, -items.length, -1, 0, 31, 32, 1023, 1024, items.length])
            expect(list.at(index)).toBe(items.at(index))
        }
      }),
    )
  })

  test("answers what an array answers", () => {
    const bounds = fc.option(fc.integer({ min: -80, max: 80 }), { nil: undefined })
    fc.assert(
      fc.property(
        fc.array(fc.nat(9), { maxLength: 70, size: "max" }),
        fc.nat(9),
        bounds,
        bounds,
        (items, pivot, from, to) => {
          const list = List.from(items)
          const holds = (item: number, index: number) => item * 3 + index > pivot * 4
          expect([...list.slice(from, to)]).toEqual(items.slice(from, to))
          expect(list.map((item, index) => item - index)).toEqual(items.map((item, index) => item - index))
          expect(list.filter(holds)).toEqual(items.filter(holds))
          expect(list.some(holds)).toBe(items.some(holds))
          expect(list.every(holds)).toBe(items.every(holds))
          expect(list.find(holds)).toBe(items.find(holds))
          expect(list.findIndex(holds)).toBe(items.findIndex(holds))
          expect(list.includes(pivot)).toBe(items.includes(pivot))
          expect(list.last()).toBe(items.at(-1))
          const digits = (text: string, item: number, index: number) => `${text}${item}.${index} `
          expect(list.reduce(digits, "")).toBe(items.reduce(digits, ""))
        },
      ),
    )
  })

  test("finds items by content", () => {
    expect(List.of({ a: 1, b: [2] }).includes({ b: [2], a: 1 })).toBe(true)
    expect(List.of({ a: 1 }).includes({ a: 2 })).toBe(false)
  })

  test("is the same object when nothing changes", () => {
    const list = List.of("a", "b")
    expect(list.append()).toBe(list)
    expect(list.truncate(2)).toBe(list)
    expect(list.truncate(9)).toBe(list)
    expect(list.with(1, "b")).toBe(list)
    expect(list.slice()).toBe(list)
  })

  test("can be cut and continued at any length around the edges of its leaves", () => {
    const edges = [...numbers(0, 70), ...numbers(1020, 10), ...numbers(1050, 10), ...numbers(2040, 40)]
    const whole = List.from(numbers(0, 3000))
    for (const length of edges) {
      const continued = whole.truncate(length).append(-1, -2)
      expect([...continued]).toEqual([...numbers(0, length), -1, -2])
      expect([...whole.truncate(length).append(-3)]).toEqual([...numbers(0, length), -3])
    }
  })

  test("refuses an index that it does not have", () => {
    expect(() => List.of(1).with(1, 5)).toThrow(RangeError)
    expect(() => List.of(1).with(-2, 5)).toThrow(RangeError)
    expect(() => List.of(1).truncate(-1)).toThrow(RangeError)
  })

  test("works when frozen, and shows its kind on the prototype", () => {
    const list = Object.freeze(List.from(numbers(0, 40)))
    expect([...list.append(40)]).toEqual(numbers(0, 41))
    expect(list.kind).toBe("List")
    expect(Object.keys(list)).toEqual([])
  })

  test("takes more items at once than a call has arguments", () => {
    const list = List.from(numbers(0, 300_000))
    const longer = apply(List.of<number>(), delta(List.of<number>(), list))
    expect(longer.length).toBe(300_000)
    expect(longer.at(-1)).toBe(299_999)
  })
})

describe("the delta of a list", () => {
  test("makes any version from any other", () => {
    fc.assert(
      fc.property(changes, fc.nat(), fc.nat(), (all, first, second) => {
        const history = versions(all)
        const before = history[first % history.length]?.list ?? List.of()
        const after = history[second % history.length]?.list ?? List.of()
        expect(equal(apply(before, delta(before, after)), after)).toBe(true)
      }),
    )
  })

  test("holds what changed and nothing else", () => {
    const before = List.from(numbers(0, 5000))
    expect(delta(before, before.append(7))).toEqual({ kind: "List", kept: 5000, changed: [], appended: [7] })
    expect(delta(before, before.with(4321, -1))).toEqual({
      kind: "List",
      kept: 5000,
      changed: [[4321, -1]],
      appended: [],
    })
    expect(delta(before, before.truncate(10))).toEqual({ kind: "List", kept: 10, changed: [], appended: [] })
    const rewritten = before.truncate(4998).append(-1, 4999, -2)
    expect(delta(before, rewritten)).toEqual({ kind: "List", kept: 5000, changed: [[4998, -1]], appended: [-2] })
  })

  test("takes equal content for no change", () => {
    const before = List.of({ a: 1 }, { a: 2 })
    expect(delta(before, List.of({ a: 1 }, { a: 3 }))).toMatchObject({ changed: [[1, { a: 3 }]] })
  })
})
