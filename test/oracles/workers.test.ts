import { check } from "@lockstep/checker"
import { describe, expect, test } from "vitest"
import { firstHalf } from "./first-half.ts"

describe.each(firstHalf)("$original, $name, by two threads", ({ model, distinct, depth, file, name }) => {
  test.each([false, true])("has the states that TLC finds (exact: %s)", async (exact) => {
    const source = { url: new URL(`./${file}.ts`, import.meta.url).href, name }
    const report = await check(model, { exact, workers: 2, source, aloneStates: 0 })
    expect(report).toMatchObject({ verdict: "verified", states: distinct })
    expect(report.depth + 1).toBe(depth)
  })
})
