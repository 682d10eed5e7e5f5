import { expect, test } from "vitest"
import { mutantOf, simulatorOf } from "./pilots.ts"

const [n1, n2, n3] = ["n1", "n2", "n3"] as const
const wake = (node: string) => ({ kind: "wake", node }) as const
const deliver = (from: string, to: string) => ({ kind: "deliver", from, to, nth: 0 }) as const
const call = (client: number, node: string) => ({ kind: "call", client, node }) as const

/** In each of these, only a server that no client of the model calls leads when all is healed, and a caller waits elsewhere. */
const leaderless = [
  ["figureEight", 110, [wake(n3), deliver(n3, n2), deliver(n2, n3), wake(n2), call(1, n3)]],
  [
    "asksAgain",
    138,
    [
      ...[wake(n1), deliver(n1, n2), deliver(n2, n1), wake(n1), deliver(n1, n3), deliver(n3, n1)],
      ...[wake(n1), call(0, n1), wake(n3), deliver(n3, n1)],
    ],
  ],
] as const

test.each(leaderless)(
  "who asks in Raft's %s finds the leader, so that everybody is answered",
  async (instance, seed, decisions) => {
    const { play } = await simulatorOf("consensus/raft", instance)
    const { isHealed, path } = play({ seed, decisions })
    expect({ isHealed, violation: path.violation }).toEqual({ isHealed: true, violation: undefined })
  },
)

test("what must hold at an end is looked at when nothing can happen any more", async () => {
  const { simulator } = await mutantOf("transactions/two-phase-commit", "neverReminds", { healsOneIn: 1 })
  const ended = Array.from({ length: 60 }, (_, seed) => simulator.explore(seed).path.violation)
  expect(ended.find((violation) => violation !== undefined)).toMatchObject({ kind: "ends", name: "ends" })
})

test("a run ends where every node has stopped for good and nothing is on its way", async () => {
  const { model } = await simulatorOf("transactions/two-phase-commit", "blocking")
  const mortal = { ...model, crashes: { budget: 3, afterwards: "stop" } } as const
  const { explore } = await simulatorOf("transactions/two-phase-commit", "blocking", {
    ...{ model: mortal, faults: new Set(["crash"] as const), healsOneIn: 1_000_000 },
  })
  const runs = Array.from({ length: 40 }, (_, seed) => explore(seed).schedule.decisions)
  const stops = runs.map((decisions) => decisions.filter(({ kind }) => kind === "stop").length)
  expect(stops).toContain(3)
})
