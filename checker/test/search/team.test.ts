import { expect, test } from "vitest"
import { check, type Progress } from "../../src/index.ts"
import { doomed, drowsy, leaving, moody, moodyLate } from "./doomed.ts"
import { lingering } from "./lingering.ts"
import { narrow, strays } from "./narrow.ts"
import { stillborn } from "./stillborn.ts"

test("a search of which a thread has died ends with its error", async () => {
  const source = { url: new URL("./doomed.ts", import.meta.url).href, name: "doomed" }
  const search = check(doomed, { workers: 2, source, aloneMillis: 0 })
  await expect(search).rejects.toThrow("a worker ended with code 3 before its search did")
})

test("a mistake that only another thread has met is told", async () => {
  const source = { url: new URL("./doomed.ts", import.meta.url).href, name: "moody" }
  const report = await check(moody, { workers: 2, source, aloneMillis: 0 })
  expect(report).toMatchObject({ verdict: "faulty", fault: { code: "threw", handler: "left" } })
})

test("what takes long beside another thread, and alone does not, is no mistake", async () => {
  const source = { url: new URL("./doomed.ts", import.meta.url).href, name: "drowsy" }
  const report = await check(drowsy, { workers: 2, source, aloneMillis: 0, handlerMillis: 1_000 })
  expect(report).toMatchObject({ verdict: "verified", states: 401 * 401, workers: 1 })
  expect(report.fault).toBeUndefined()
})

test("a handler that ends the thread that it runs in is told", async () => {
  const source = { url: new URL("./doomed.ts", import.meta.url).href, name: "leaving" }
  const { fault } = await check(leaving, { workers: 2, source, aloneMillis: 0 })
  expect(fault).toMatchObject({ code: "threw", handler: "left" })
  expect(fault?.reason).toContain("take process.exit out")
})

test("what is told of the progress never goes back, also where a mistake is looked for again", async () => {
  const source = { url: new URL("./doomed.ts", import.meta.url).href, name: "moodyLate" }
  const told: number[] = []
  const onProgress = ({ transitions }: Progress): void => void told.push(transitions)
  const report = await check(moodyLate, { workers: 2, source, aloneMillis: 0, onProgress })
  expect(report).toMatchObject({ verdict: "faulty" })
  expect(told).toEqual(told.toSorted((one, other) => one - other))
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

test("levels that are narrow, and some that are wide between them, are the same for two threads as for one", async () => {
  const url = new URL("./narrow.ts", import.meta.url).href
  const one = await check(narrow, { workers: 1 })
  expect(one).toMatchObject({ states: 2_001 + 21 * 60, depth: 2_001, verdict: "verified" })
  const two = await check(narrow, { workers: 2, source: { url, name: "narrow" }, aloneMillis: 0 })
  const { states, transitions, depth, verdict, digest } = one
  expect(two).toMatchObject({ states, transitions, depth, verdict, digest, workers: 2 })
})

test("what is broken in a narrow level is found by two threads, by the shortest way", async () => {
  const url = new URL("./narrow.ts", import.meta.url).href
  const { properties } = await check(strays, { workers: 2, source: { url, name: "strays" }, aloneMillis: 0 })
  const broken = properties.find(({ outcome }) => outcome === "broken")
  expect(broken).toMatchObject({ name: "arrives", depth: 1_789 })
  expect(broken?.trace?.steps).toHaveLength(1_789)
})
