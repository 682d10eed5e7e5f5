import { algorithm, each, model } from "@lockstep/language"
import { expect, test } from "vitest"
import { mutex } from "../../docs/mutex.ts"
import { check } from "../src/index.ts"
import { limitsOf, whyStop } from "../src/options.ts"
import { noCounts } from "../src/search/crew.ts"

const endlessCounter = algorithm<{ count: number }>({
  initial: [{ count: 0 }],
  actions: { up: (state) => ({ count: state.count + 1 }) },
  always: { small: (state) => state.count >= 0 },
})

test("a search that time, memory or a bound on states stops is inconclusive", async () => {
  const byTime = await check(endlessCounter, { timeoutMillis: 50 })
  expect(byTime).toMatchObject({ verdict: "inconclusive", stopped: "time" })
  const byMemory = await check(endlessCounter, { memoryBytes: 1_000_000 })
  expect(byMemory).toMatchObject({ verdict: "inconclusive", stopped: "memory" })
  const byStates = await check(endlessCounter, { maxStates: 3_000 })
  expect(byStates).toMatchObject({ verdict: "inconclusive", stopped: "states" })
  expect(byStates.properties).toEqual([{ kind: "always", name: "small", outcome: "unknown" }])
})

test("a search stops before the engine's maps are full of values", () => {
  const limits = limitsOf({})
  expect(whyStop({ ...noCounts, values: 15_000_000 }, limits)).toBeUndefined()
  expect(whyStop({ ...noCounts, values: 16_000_000 }, limits)).toBe("values")
})

test("what nodes become in each of their orders counts as memory", async () => {
  const six = { nodes: { lock: 1, client: 6 }, symmetry: { nodes: ["client"] } } as const
  const { states, bytes } = await check(model(mutex, six), { workers: 1 })
  expect(states).toBe(147)
  expect(bytes).toBeGreaterThan(50_000_000)
  const report = await check(model(mutex, six), { workers: 1, memoryBytes: 50_000_000 })
  expect(report).toMatchObject({ verdict: "inconclusive", stopped: "memory" })
})

test("an interrupted search tells what it knows", async () => {
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 50)
  const report = await check(endlessCounter, { signal: controller.signal })
  expect(report).toMatchObject({ verdict: "inconclusive", stopped: "interrupted" })
  expect(report.states).toBeGreaterThan(100)
})

test("a goal that no state reaches makes a model vacuous", async () => {
  const report = await check(
    algorithm<{ count: number }>({
      initial: [{ count: 0 }],
      actions: { up: each([1, 2], (state, step) => state.count < 4 && { count: state.count + step }) },
      reachable: { three: (state) => state.count === 3, nine: (state) => state.count === 9 },
    }),
  )
  expect(report.verdict).toBe("vacuous")
  expect(report.properties.map(({ name, outcome }) => [name, outcome])).toEqual([
    ["three", "reached"],
    ["nine", "unreached"],
  ])
})
