import { firstStrange } from "@lockstep/checker"
import { expect, test } from "vitest"
import { mutantOf, pilots, simulatorOf } from "./pilots.ts"

test.each(pilots)("what the code of %s does is a trace that the checker's machine takes", async (pilot) => {
  const { explore, lift } = await simulatorOf(pilot, "quick", { healsOneIn: 1_000_000, decisions: 40 })
  for (let seed = 0; seed < 5; seed++) {
    const { trace, model } = lift(explore(seed))
    expect(firstStrange(model, trace)).toBeUndefined()
  }
})

test("where a network forgets nothing, all that was said stays to be seen by properties", async () => {
  const { explore, lift } = await simulatorOf("consensus/election", "quick", { healsOneIn: 1_000_000 })
  const { trace } = lift(explore(1))
  const said = trace.steps.map(({ after }) => after.find(({ kind }) => kind === "network")?.value)
  const counts = said.map((messages) => (Array.isArray(messages) ? messages.length : -1))
  expect(counts).toEqual(counts.toSorted((one, other) => one - other))
  expect(counts.at(-1)).toBeGreaterThan(10)
})

test("a trace with a step left out is not taken", async () => {
  const { explore, lift } = await simulatorOf("consensus/election", "quick", { healsOneIn: 1_000_000 })
  const { trace, model } = lift(explore(1))
  const steps = trace.steps.filter((_, at) => at !== 0)
  expect(firstStrange(model, { ...trace, steps })).toBe(1)
})

test("a failure is shrunk to the few decisions that it takes", async () => {
  const { simulator } = await mutantOf("consensus/election", "votesTwice")
  const { explore, shrink } = simulator
  for (let seed = 0; seed < 2000; seed++) {
    const run = explore(seed)
    if (run.path.violation === undefined) continue
    const small = shrink(run)
    expect(small.path.violation?.name).toBe("oneLeaderPerTerm")
    expect(small.schedule.decisions.length).toBeLessThanOrEqual(12)
    return
  }
  throw new Error("nothing was found")
})
