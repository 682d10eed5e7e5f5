import { check } from "@lockstep/checker"
import { describe, expect, test } from "vitest"
import { secondHalfA } from "./second-half-a.ts"

describe.each(secondHalfA)("$original, $name", ({ model, distinct, depth, file, name }) => {
  test.each([
    { exact: false, workers: 1 },
    { exact: true, workers: 1 },
    { exact: false, workers: 2 },
    { exact: true, workers: 2 },
  ])("has the states that TLC finds (exact: $exact, threads: $workers)", async ({ exact, workers }) => {
    const source = { url: new URL(`./${file}.ts`, import.meta.url).href, name }
    const report = await check(model, { exact, workers, source, aloneStates: 0 })
    expect(report).toMatchObject({
      verdict: "verified",
      mode: exact ? "exact" : "fingerprint",
      states: distinct,
      workers,
    })
    expect(report.depth + 1).toBe(depth)
  })

  test("can be found by its file and name", async () => {
    const module: { readonly [name: string]: unknown } = await import(/* @vite-ignore */ `./${file}.ts`)
    expect(module[name]).toBe(model)
  })
})
