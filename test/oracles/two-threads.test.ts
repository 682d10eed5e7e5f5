import { check } from "@lockstep/checker"
import { describe, expect, test } from "vitest"
import { rows } from "./rows.ts"

describe.each(rows)("$original, $name, by two threads", ({ model, distinct, depth, file, name }) => {
  test.each([false, true])("has the states that TLC finds (exact: %s)", async (exact) => {
    const source = { url: new URL(`./${file}.ts`, import.meta.url).href, name }
    const report = await check(model, { exact, workers: 2, source, aloneMillis: 0 })
    expect(report).toMatchObject({
      verdict: "verified",
      mode: exact ? "exact" : "fingerprint",
      states: distinct,
      workers: 2,
    })
    expect(report.depth + 1).toBe(depth)
  })
})
