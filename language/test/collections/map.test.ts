import { apply, delta, equal, Map as MapOf } from "@lockstep/language"
import fc from "fast-check"
import { describe, expect, test } from "vitest"

type Change =
  | { readonly kind: "set"; readonly key: number; readonly value: number }
  | { readonly kind: "delete"; readonly key: number }
  | { readonly kind: "update"; readonly key: number }

const key = fc.nat(30)
const changes = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("set" as const), key, value: fc.nat(3) }),
    fc.record({ kind: fc.constant("delete" as const), key }),
    fc.record({ kind: fc.constant("update" as const), key }),
  ),
  { maxLength: 200, size: "max" },
)

const inNative = (native: Map<number, number>, change: Change): void => {
  if (change.kind === "delete") native.delete(change.key)
  else native.set(change.key, change.kind === "set" ? change.value : (native.get(change.key) ?? 100) + 1)
}

const inMap = (map: MapOf<number, number>, change: Change): MapOf<number, number> => {
  if (change.kind === "set") return map.set(change.key, change.value)
  if (change.kind === "delete") return map.delete(change.key)
  return map.update(change.key, (value) => value + 1, 100)
}

interface Version {
  readonly map: MapOf<number, number>
  readonly entries: readonly (readonly [number, number])[]
}

/** Every version that a map went through, beside the entries that it should have. */
const versions = (all: readonly Change[]): readonly Version[] => {
  const native = new Map<number, number>()
  let map = MapOf.of<number, number>()
  const history: Version[] = [{ map, entries: [] }]
  for (const change of all) {
    map = inMap(map, change)
    inNative(native, change)
    history.push({ map, entries: [...native].toSorted(([a], [b]) => a - b) })
  }
  return history
}

describe("a map", () => {
  test("is at every moment what a native map would be, in the order of its keys", () => {
    fc.assert(
      fc.property(changes, key, (all, probe) => {
        for (const { map, entries } of versions(all)) {
          const native = new Map(entries)
          expect([...map]).toEqual(entries)
          expect(map.size).toBe(entries.length)
          expect(map.get(probe)).toBe(native.get(probe))
          expect(map.has(probe)).toBe(native.has(probe))
          expect(map.getOr(probe, -1)).toBe(native.get(probe) ?? -1)
        }
      }),
    )
  })

  test("lists keys, values and entries, and asks about values", () => {
    const map = MapOf.from([
      ["b", 2],
      ["a", 1],
      ["b", 3],
    ] as const)
    expect(map.keys()).toEqual(["a", "b"])
    expect(map.values()).toEqual([1, 3])
    expect(map.entries()).toEqual([
      ["a", 1],
      ["b", 3],
    ])
    expect(map.some((value, name) => value === 3 && name === "b")).toBe(true)
    expect(map.every((value) => value < 3)).toBe(false)
    expect(MapOf.of().every(() => false)).toBe(true)
    expect(MapOf.of().some(() => true)).toBe(false)
  })

  test("compares keys by content", () => {
    const map = MapOf.of([{ a: 1, b: 2 }, "x"]).set({ b: 2, a: 1 }, "y")
    expect(map.size).toBe(1)
    expect(map.get({ a: 1, b: 2 })).toBe("y")
  })

  test("is the same object when nothing changes", () => {
    const map = MapOf.of(["a", 1])
    expect(map.set("a", 1)).toBe(map)
    expect(map.delete("b")).toBe(map)
    expect(map.update("a", (value) => value, 0)).toBe(map)
  })

  test("works when frozen, and shows its kind on the prototype", () => {
    const map = Object.freeze(MapOf.of(["a", 1]))
    expect(map.set("b", 2).size).toBe(2)
    expect(map.kind).toBe("Map")
    expect(Object.keys(map)).toEqual([])
  })
})

describe("the delta of a map", () => {
  test("makes any version from any other, and holds no entry that stayed", () => {
    fc.assert(
      fc.property(changes, fc.nat(), fc.nat(), (all, first, second) => {
        const history = versions(all)
        const before = history[first % history.length]
        const after = history[second % history.length]
        if (before === undefined || after === undefined) return
        const change = delta(before.map, after.map)
        const old = new Map(before.entries)
        expect(change.set).toEqual(after.entries.filter(([name, value]) => old.get(name) !== value))
        expect(change.removed).toEqual(before.map.keys().filter((name) => !after.map.has(name)))
        expect([...apply(before.map, change)]).toEqual(after.entries)
      }),
    )
  })

  test("takes equal content for no change", () => {
    const before = MapOf.of(["a", [1]])
    expect(delta(before, MapOf.of(["a", [1]]))).toEqual({ kind: "Map", set: [], removed: [] })
    expect(equal(before, MapOf.of(["a", [1]]))).toBe(true)
  })
})
