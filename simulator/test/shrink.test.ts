import { expect, test } from "vitest"
import { shrunk } from "../src/shrink.ts"
import { simulatorOf } from "./pilots.ts"

/** A failure that takes every tenth of its decisions, by runs of so many steps; how it is made smaller. */
const shrinking = async (steps: number) => {
  const { explore } = await simulatorOf("consensus/election", "quick")
  const run = explore(0)
  const decisions = Array.from({ length: 400 }, (_, at) => ({ kind: "wake", node: `n${at}` }) as const)
  const needed = decisions.filter((_, at) => at % 10 === 0)
  const violation = { kind: "runtime", name: "progress", reason: "" } as const
  const path = { ...run.path, violation }
  let tried = 0
  const small = shrunk({ ...run, schedule: { seed: 0, decisions }, path, steps }, (schedule) => {
    tried++
    const fails = needed.every((one) => schedule.decisions.includes(one))
    return { ...run, schedule, path: { ...path, violation: fails ? violation : undefined }, steps }
  })
  return { tried, left: small.schedule.decisions.length }
}

test("a failure of short runs is made as small as it can be", async () => {
  expect((await shrinking(10)).left).toBe(40)
})

test("where each run is a minute of waiting in vain, few are made", async () => {
  const { tried, left } = await shrinking(2_000)
  expect(tried).toBeLessThan(110)
  expect(left).toBeLessThan(400)
})
