import { algorithm } from "@lockstep/language"
import { expect, test } from "vitest"
import { check } from "../src/index.ts"

const wide = 3_000

/** A level that begins with many states from which nothing follows, and ends with some that go on. */
const deadEndsFirst = algorithm<{ at: number; steps: number }>({
  initial: [{ at: -1, steps: 0 }],
  actions: {
    spread: ({ at }) => at === -1 && Array.from({ length: wide }, (_, to) => ({ at: to })),
    goOn: ({ at, steps }) => at >= wide / 2 && steps < 2 && { steps: steps + 1 },
  },
})

test.each([false, true])("dead ends in a row hide nothing that comes after them (exact: %s)", async (exact) => {
  const report = await check(deadEndsFirst, { exact, workers: 1 })
  expect(report).toMatchObject({ verdict: "verified", states: 1 + wide + wide, depth: 3 })
})
