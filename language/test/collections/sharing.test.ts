import fc from "fast-check"
import { expect, test } from "vitest"
import * as tree from "../../src/collections/tree.ts"
import * as vector from "../../src/collections/vector.ts"

const size = 100_000
const numbers = Array.from({ length: size }, (_, index) => index)

/** Shows a tree through proxies, one for each node however it is reached, and counts the nodes that are looked into. */
const watcher = () => {
  const seen = new Set<object>()
  const shown = new Map<object, object>()
  const show = <Value>(value: Value): Value => {
    if (typeof value !== "object" || value === null) return value
    const known = shown.get(value)
    if (known !== undefined) return known as Value
    const proxy = new Proxy(value, {
      get: (target, field) => {
        seen.add(target)
        return show(Reflect.get(target, field))
      },
    })
    shown.set(value, proxy)
    return proxy
  }
  return { show, visits: () => seen.size }
}

test("the delta after one append to a long list looks into four nodes of each version", () => {
  const before = vector.append(vector.empty, numbers)
  const after = vector.append(before, [-1])
  const { show, visits } = watcher()
  const watched = (of: vector.Vector) => ({ ...of, tree: show(of.tree) })
  const changes: number[] = []
  vector.differences(watched(before), watched(after), size, (index) => changes.push(index))
  expect(changes).toEqual([])
  expect(before.height).toBe(3)
  expect(visits()).toBeLessThanOrEqual(2 * (before.height + 1))
  expect(visits()).toBeGreaterThan(0)
})

test("the delta after one replaced item looks into the path to it", () => {
  const before = vector.append(vector.empty, numbers)
  const after = vector.replace(before, 54_321, -1)
  const { show, visits } = watcher()
  const watched = (of: vector.Vector) => ({ ...of, tree: show(of.tree) })
  const changes: number[] = []
  vector.differences(watched(before), watched(after), size, (index) => changes.push(index))
  expect(changes).toEqual([54_321])
  expect(visits()).toBe(2 * (before.height + 1))
})

test("a list that grew by a level shares its old tree", () => {
  const before = vector.append(vector.empty, numbers.slice(0, 32 ** 3))
  const after = vector.append(before, [-1])
  expect(after.height).toBe(before.height + 1)
  const { show, visits } = watcher()
  const watched = (of: vector.Vector) => ({ ...of, tree: show(of.tree) })
  vector.differences(watched(before), watched(after), before.length, () => expect.unreachable())
  expect(visits()).toBe(1)
})

const treeOf = (keys: readonly number[]): tree.Tree =>
  keys.reduce<tree.Tree>((built, key) => tree.insert(built, key, null), null)

const heightOf = (of: tree.Tree): number => (of === null ? 0 : 1 + Math.max(heightOf(of.left), heightOf(of.right)))

test("the delta after one change of a large set looks into few branches, wherever the change is", () => {
  const before = treeOf(numbers.map((key) => key * 2))
  const highest = 2 * Math.log2(size)
  expect(heightOf(before)).toBeLessThanOrEqual(highest)
  for (const key of [-1, 1, 77_777, 131_071, 2 * size + 1, 0, 50_000, 131_072, 199_998]) {
    const after = key % 2 === 0 ? tree.remove(before, key) : tree.insert(before, key, null)
    const { show, visits } = watcher()
    const changes: unknown[] = []
    tree.differences(show(before), show(after), (old, item) => changes.push(old?.key ?? item?.key))
    expect(changes).toEqual([key])
    expect(visits()).toBeLessThanOrEqual(4 * highest)
  }
})

/** Neither side of a branch weighs more than three times the other, where there is more than one key below. */
const isBalanced = (of: tree.Tree): boolean => {
  if (of === null) return true
  const [light, heavy] = [tree.sizeOf(of.left), tree.sizeOf(of.right)].toSorted((a, b) => a - b) as [number, number]
  return (light + heavy <= 1 || heavy <= 3 * light) && isBalanced(of.left) && isBalanced(of.right)
}

test("a tree stays balanced through insertions and deletions in any order", () => {
  const changes = fc.array(fc.tuple(fc.boolean(), fc.nat(150)), { maxLength: 400, size: "max" })
  fc.assert(
    fc.property(changes, (all) => {
      let of: tree.Tree = null
      for (const [add, key] of all) {
        of = add ? tree.insert(of, key, null) : tree.remove(of, key)
        if (!isBalanced(of)) return false
      }
      return true
    }),
  )
})

test("a large tree stays low whatever the order of its keys", () => {
  const orders = [numbers, numbers.toReversed(), numbers.map((index) => (index * 7919) % size)]
  for (const order of orders) {
    const half = order.slice(0, size / 4)
    const full = treeOf(half)
    expect(heightOf(full)).toBeLessThanOrEqual(2.5 * Math.log2(half.length))
    const left = half.slice(0, half.length - 100).reduce<tree.Tree>((of, key) => tree.remove(of, key), full)
    expect(tree.sizeOf(left)).toBe(100)
    expect(heightOf(left)).toBeLessThanOrEqual(2.5 * Math.log2(100))
  }
})
