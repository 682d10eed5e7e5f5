import fc from "fast-check"
import { expect, test } from "vitest"
import { consistencies, judge } from "../src/index.ts"
import { questions } from "./reference/histories.ts"
import { verdictOf } from "./reference/reference.ts"

/** A new seed each run; set SEED to repeat one, and RUNS to multiply how many histories are tried. */
const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31))
const factor = Number(process.env["RUNS"] ?? 1)
console.log(`random histories from seed ${seed}`)

test.each(consistencies)("%s: the judge and the reference agree", (consistency) => {
  const counts: { [verdict: string]: number } = { ok: 0, violation: 0, unknown: 0 }
  const property = fc.property(questions, ([object, history]) => {
    const { verdict } = judge(history, object, consistency)
    counts[verdict] = (counts[verdict] ?? 0) + 1
    expect(verdict).toBe(verdictOf(history, object, consistency))
  })
  fc.assert(property, { numRuns: 2_000 * factor, seed })
  console.log(`${consistency}: ${JSON.stringify(counts)}`)
  const judged = (counts["ok"] ?? 0) + (counts["violation"] ?? 0)
  expect(counts["ok"]).toBeGreaterThan(judged / 10)
  expect(counts["violation"]).toBeGreaterThan(judged / 10)
})
