import { algorithm, List, model, protocol, spec } from "@lockstep/language"
import { expect, test } from "vitest"
import { check } from "../../src/index.ts"

type Message = { type: "Ask"; attempt: number } | { type: "Done" }

interface Node {
  readonly attempt: number
  readonly seen: List<number>
  readonly isServed: boolean
}

const { role, send } = spec<{ state: Node; message: Message; timer: "again" }>()

/** One node asks again and again, and nothing bounds how often. */
const nagging = protocol({
  roles: {
    node: role({
      initial: { attempt: 0, seen: List.of<number>(), isServed: false },
      timers: {
        again: {
          while: ({ isServed }, { self, peers }) => !isServed && peers.every((peer) => self < peer),
          fire: (node, { peers }) => [
            { ...node, attempt: node.attempt + 1 },
            ...peers.map((peer) => send(peer, { type: "Ask", attempt: node.attempt })),
          ],
        },
      },
      on: {
        Ask: (node, { attempt }, { from }) => [
          { ...node, seen: node.seen.append(attempt) },
          send(from, { type: "Done" }),
        ],
        Done: (node) => ({ ...node, isServed: true }),
      },
    }),
  },
})

const two = model(nagging, { nodes: { node: 2 }, network: { kind: "bag" } })

test("a search that is stopped says what grew: collections, messages on their way, and numbers", async () => {
  const { verdict, growing } = await check(two, { maxStates: 20_000, workers: 1 })
  expect(verdict).toBe("inconclusive")
  const { fromDepth = 0, toDepth = 0, grown = [] } = growing ?? {}
  expect(toDepth).toBeGreaterThanOrEqual(2 * fromDepth)
  const units = grown.map(({ kind, path, unit }) => `${kind} ${path} ${unit}`)
  expect(units).toEqual(
    expect.arrayContaining(["network Ask items", "node seen items", "node seen[] number", "node attempt number"]),
  )
  expect(units.findLastIndex((unit) => unit.endsWith("items"))).toBeLessThan(
    units.findIndex((unit) => unit.endsWith("number")),
  )
  for (const { from, to } of grown) expect(to).toBeGreaterThan(from)
})

test("of like nodes the one that has most is told", async () => {
  const { growing } = await check(two, { maxStates: 20_000, workers: 1 })
  expect(growing?.grown.filter(({ path }) => path === "attempt")).toMatchObject([{ name: "n1", unit: "number" }])
  expect(growing?.grown.filter(({ path }) => path === "seen")).toMatchObject([{ name: "n2", unit: "items" }])
})

const digits = Array.from({ length: 14 }, (_, index) => `d${index}`)
const flags: { readonly [name: string]: boolean } = Object.fromEntries(digits.map((name) => [name, false]))

test("where there are only more combinations, nothing grew", async () => {
  const actions = Object.fromEntries(
    digits.map((name) => [name, (state: typeof flags) => ({ ...state, [name]: !state[name] })]),
  )
  const { growing } = await check(algorithm({ initial: [flags], actions }), { maxStates: 5_000, workers: 1 })
  expect(growing).toMatchObject({ grown: [] })
})

test("a search that comes to its end, or does not get beyond its beginnings, says nothing of it", async () => {
  const counter = algorithm<{ n: number }>({ initial: [{ n: 0 }], actions: { up: ({ n }) => ({ n: (n + 1) % 9 }) } })
  expect(await check(counter, { workers: 1 })).not.toHaveProperty("growing")
  const still = algorithm<{ n: number }>({ initial: [{ n: 0 }, { n: 1 }], actions: {} })
  expect((await check(still, { workers: 1, maxStates: 1 })).growing).toBeUndefined()
})
