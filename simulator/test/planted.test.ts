import { expect, onTestFinished, test } from "vitest"
import { bugs } from "./bugs.ts"
import { simulatorOf } from "./pilots.ts"
import { runtimeWith } from "./planted.ts"

test.each(bugs)(
  "$bug: found within $runs runs of $pilot",
  async ({ pilot, breaks, runs, decisions = 120, faults, ...planted }) => {
    const { runtime, url, remove } = await runtimeWith(planted)
    onTestFinished(remove)
    const { explore } = await simulatorOf(pilot, "quick", {
      ...{ runtime, url, decisions },
      ...(faults && { faults: new Set(faults) }),
    })
    for (let seed = 0; seed < runs; seed++) {
      const { violation } = explore(seed).path
      if (violation === undefined) continue
      expect(breaks).toContain(violation.name)
      return
    }
    throw new Error(`${runs} runs, and nothing was found`)
  },
)
