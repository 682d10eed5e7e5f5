import { expect, test } from "vitest"
import { check } from "../../src/index.ts"
import { doomed } from "./doomed.ts"
import { lingering } from "./lingering.ts"
import { stillborn } from "./stillborn.ts"

test("a search of which a thread has died ends with its error", async () => {
  const source = { url: new URL("./doomed.ts", import.meta.url).href, name: "doomed" }
  const search = check(doomed, { workers: 2, source, aloneMillis: 0 })
  await expect(search).rejects.toThrow("a worker ended with code 3 before its search did")
})

test("a search goes on without a thread that could not load the model", async () => {
  const source = { url: new URL("./stillborn.ts", import.meta.url).href, name: "stillborn" }
  const report = await check(stillborn, { workers: 2, source, aloneMillis: 0 })
  expect(report).toMatchObject({ verdict: "verified", states: 101, workers: 1 })
})

test("a search ends though its spec keeps a thread alive", async () => {
  const source = { url: new URL("./lingering.ts", import.meta.url).href, name: "lingering" }
  const report = await check(lingering, { workers: 2, source, aloneMillis: 0 })
  expect(report).toMatchObject({ states: 1_001, workers: 2 })
})

test("no thread comes to a search that ends before others are called", async () => {
  const source = { url: new URL("./lingering.ts", import.meta.url).href, name: "lingering" }
  const report = await check(lingering, { workers: 2, source, aloneMillis: 60_000 })
  expect(report).toMatchObject({ states: 1_001, workers: 1 })
})
