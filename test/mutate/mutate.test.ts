import { afterAll, describe, expect, test } from "vitest"
import { pilots, small } from "./pilots.ts"
import { type Score, scoreOf } from "./score.ts"
import { readTable, writeTable } from "./table.ts"

/** `UPDATE=1 NIGHTLY=1 npx vitest run test/mutate` writes down the scores of today. */
const isUpdating = process.env["UPDATE"] !== undefined
const isDue = (pilot: string): boolean => small.includes(pilot) || process.env["NIGHTLY"] !== undefined

const scores = new Map<string, Score>()
afterAll(() => {
  if (isUpdating) writeTable(scores)
})

test.skipIf(isUpdating)("every protocol has a score", () => {
  expect([...readTable().keys()]).toEqual(pilots())
})

describe.each(pilots().filter(isDue))("%s", (pilot) => {
  test("notices nine of ten changes, of thirty or more, and explains what survives as it is", () => {
    const score = scoreOf(pilot)
    scores.set(pilot, score)
    expect(score.percent).toBeGreaterThanOrEqual(90)
    expect(score.tried).toBeGreaterThanOrEqual(30)
    expect({ untried: score.untried, stale: score.stale, invalid: score.invalid }).toEqual({
      untried: 0,
      stale: [],
      invalid: [],
    })
    if (!isUpdating) expect(readTable().get(pilot)).toBe(score.percent)
  })
})
