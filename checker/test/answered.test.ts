import { expect, test } from "vitest"
import { check, type Report } from "../src/index.ts"
import { answers } from "./answered.ts"

/** Whether calls did anything, and whether they were answered: how often depends on how threads share the work. */
const callsIn = ({ coverage }: Report): { readonly [call: string]: string } =>
  Object.fromEntries(
    coverage.flatMap(({ handler, fired, answered }) =>
      answered === undefined
        ? []
        : [[handler, `${fired > 0 ? "did something" : "idle"}, ${answered > 0 ? "answered" : "never answered"}`]],
    ),
  )

const expected = {
  "node.calls.later": "did something, answered",
  "node.calls.refused": "did something, answered",
  "node.calls.dropped": "did something, never answered",
  "node.calls.rested": "idle, never answered",
  "node.calls.unmade": "idle, never answered",
}

test("a call that another handler answers, or refuses, is answered", async () => {
  expect(callsIn(await check(answers, { workers: 1 }))).toEqual(expected)
})

test("several threads know together which calls were answered", async () => {
  const source = { url: new URL("./answered.ts", import.meta.url).href, name: "answers" }
  const report = await check(answers, { workers: 2, source, aloneMillis: 0 })
  expect(report.workers).toBe(2)
  expect(callsIn(report)).toEqual(expected)
})

test("only calls are answered", async () => {
  const { coverage } = await check(answers, { workers: 1 })
  expect(coverage.filter(({ answered }) => answered === undefined).map(({ handler }) => handler)).toEqual([
    "node.on.Add",
    "node.timers.answer.fire",
  ])
})
