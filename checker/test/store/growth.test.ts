import { once } from "node:events"
import { Worker } from "node:worker_threads"
import fc from "fast-check"
import { expect, test } from "vitest"
import { makeVisitedMemory, openVisited, type Visited } from "../../src/store/visited.ts"

const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31))
console.log(`sets from seed ${seed}`)

const batch = 1024
interface Key {
  readonly low: number
  readonly high: number
}

/** Adds keys batch by batch, with room made between them, and tells how many were new. */
const addAll = (visited: Visited, keys: readonly Key[]): number => {
  let added = 0
  for (let from = 0; from < keys.length; from += batch) {
    const some = keys.slice(from, from + batch)
    const fresh = new Uint8Array(batch + 1)
    visited.addAll(
      Int32Array.from(some, ({ low }) => low),
      Int32Array.from(some, ({ high }) => high),
      some.length,
      fresh,
    )
    added += fresh.slice(0, some.length).reduce((sum, one) => sum + one, 0)
    while (visited.lacksRoom(false)) visited.grow()
  }
  return added
}

/** Keys as a search has them: many and all over, or in a row, which all begin at homes near each other. */
const keySets = fc
  .record({ count: fc.integer({ min: 1, max: 300_000 }), stride: fc.integer(), salt: fc.integer() })
  .map(({ count, stride, salt }): readonly Key[] =>
    Array.from({ length: count }, (_, index) => ({ low: index | 0, high: (Math.imul(index, stride) + salt) | 0 })),
  )

const keepsAll = (visited: Visited, keys: readonly Key[]): void => {
  expect(addAll(visited, keys)).toBe(keys.length)
  expect(addAll(visited, keys)).toBe(0)
}

test("a set that grows keeps all its keys, and finds no others", () => {
  fc.assert(
    fc.property(keySets, (keys) =>
      keepsAll(
        openVisited(makeVisitedMemory(), () => true),
        keys,
      ),
    ),
    { numRuns: 20, seed },
  )
})

/** Two threads that do nothing but help. */
const withHelpers = async (work: (visited: Visited) => void): Promise<void> => {
  const memory = makeVisitedMemory()
  const stopped = new Int32Array(new SharedArrayBuffer(4))
  const script = new URL("./helper.ts", import.meta.url)
  const helpers = [1, 2].map(() => new Worker(script, { workerData: { memory, stopped } }))
  await Promise.all(helpers.map((helper) => once(helper, "message")))
  const ended = helpers.map((helper) => once(helper, "exit"))
  try {
    work(openVisited(memory, () => false))
  } finally {
    Atomics.store(stopped, 0, 1)
    await Promise.all(ended)
  }
}

test("a set that others help to grow keeps all its keys, and finds no others", async () => {
  await fc.assert(
    fc.asyncProperty(keySets, (keys) => withHelpers((visited) => keepsAll(visited, keys))),
    { numRuns: 10, seed },
  )
})
