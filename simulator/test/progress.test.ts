import { expect, test } from "vitest"
import { mutantOf, simulatorOf } from "./pilots.ts"

/** In each of these, only a server that no client of the model calls leads when all is healed, and a caller waits elsewhere. */
const leaderless = [
  ["figureEight", 110],
  ["asksAgain", 138],
] as const

test.each(leaderless)(
  "who asks in Raft's %s after seed %d finds the leader, so that everybody is answered",
  async (instance, seed) => {
    const { explore } = await simulatorOf("consensus/raft", instance)
    const { isHealed, path } = explore(seed)
    expect({ isHealed, violation: path.violation }).toEqual({ isHealed: true, violation: undefined })
  },
)

test("what must hold at an end is looked at when nothing can happen any more", async () => {
  const { simulator } = await mutantOf("transactions/two-phase-commit", "neverReminds", { healsOneIn: 1 })
  const ended = Array.from({ length: 60 }, (_, seed) => simulator.explore(seed).path.violation)
  expect(ended.find((violation) => violation !== undefined)).toMatchObject({ kind: "ends", name: "ends" })
})
