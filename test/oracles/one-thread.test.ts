import { check } from "@lockstep/checker"
import { describe, expect, test } from "vitest"
import { rows } from "./rows.ts"

describe.each(rows)("$original, $name", ({ model, distinct, depth, file, name }) => {
  test.each([false, true])("has the states that TLC finds (exact: %s)", async (exact) => {
    const report = await check(model, { exact, workers: 1 })
    expect(report).toMatchObject({
      verdict: "verified",
      mode: exact ? "exact" : "fingerprint",
      states: distinct,
      workers: 1,
    })
    expect(report.depth + 1).toBe(depth)
  })

  test("can be found by its file and name", async () => {
    const module: { readonly [name: string]: unknown } = await import(/* @vite-ignore */ `./${file}.ts`)
    expect(module[name]).toBe(model)
  })
})
