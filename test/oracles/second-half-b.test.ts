import { check } from "@lockstep/checker"
import { describe, expect, test } from "vitest"
import { secondHalfB } from "./second-half-b.ts"

/** To take in the 655,200 beginnings of the bakery is one slice of a search, and may last on a busy machine. */
const handlerMillis = 60_000

describe.each(secondHalfB)("$original, $name", ({ model, distinct, depth, file, name }) => {
  test.each([false, true])("has the states that TLC finds (exact: %s)", async (exact) => {
    const report = await check(model, { exact, workers: 1, handlerMillis })
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

describe.each(secondHalfB)("$original, $name, by two threads", ({ model, distinct, depth, file, name }) => {
  test.each([false, true])("has the states that TLC finds (exact: %s)", async (exact) => {
    const source = { url: new URL(`./${file}.ts`, import.meta.url).href, name }
    const report = await check(model, { exact, workers: 2, source, aloneStates: 0, handlerMillis })
    expect(report).toMatchObject({ verdict: "verified", states: distinct })
    expect(report.depth + 1).toBe(depth)
  })
})
