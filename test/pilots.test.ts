import { check } from "@lockstep/checker"
import type { Mutant } from "@lockstep/language"
import { describe, expect, test } from "vitest"
import * as models from "../specs/consensus/election/model.ts"
import * as mutants from "../specs/consensus/election/mutants.ts"

const states = { quick: 937, ci: 992_478 }

describe("consensus/election", () => {
  test.each(Object.entries(models))("%s is verified", async (name, model) => {
    const report = await check(model)
    expect(report).toMatchObject({ verdict: "verified", states: states[name as keyof typeof states] })
  })

  test.each(Object.entries(mutants as { [name: string]: Mutant }))("%s is caught", async (_name, { model, breaks }) => {
    const report = await check(model)
    const [caught] = report.properties.filter(({ outcome }) => outcome === "broken" || outcome === "unreached")
    expect(caught?.name).toBe(breaks)
  })
})
