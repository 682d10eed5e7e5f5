import { expect, test } from "vitest"
import { check } from "../../src/index.ts"
import { doomed } from "./doomed.ts"
import { stillborn } from "./stillborn.ts"

test("a search of which a thread has died ends with its error", async () => {
  const source = { url: new URL("./doomed.ts", import.meta.url).href, name: "doomed" }
  const search = check(doomed, { workers: 2, source, aloneStates: 0 })
  await expect(search).rejects.toThrow("a worker ended with code 3 before its search did")
})

test("a search goes on without a thread that could not load the model", async () => {
  const source = { url: new URL("./stillborn.ts", import.meta.url).href, name: "stillborn" }
  const report = await check(stillborn, { workers: 2, source, aloneStates: 0 })
  expect(report).toMatchObject({ verdict: "verified", states: 101, workers: 1 })
})
