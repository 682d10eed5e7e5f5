import { check } from "@lockstep/checker"
import { describe, expect, test } from "vitest"
import * as linearizableRegister from "./linearizable-register.ts"
import { allStates, orbitCount } from "./orbits.ts"
import * as paxos from "./paxos.ts"
import * as singleCopyRegister from "./single-copy-register.ts"
import * as twoPhaseCommit from "./two-phase-commit.ts"

const rows = [
  ["two-phase-commit", "three", twoPhaseCommit.three, 288],
  ["two-phase-commit", "five", twoPhaseCommit.five, 8_832],
  ["two-phase-commit", "fiveAlike", twoPhaseCommit.fiveAlike, orbitCount(5)],
  ["single-copy-register", "twoClients", singleCopyRegister.twoClients, 93],
  ["single-copy-register", "threeClients", singleCopyRegister.threeClients, 4_243],
  ["linearizable-register", "twoServers", linearizableRegister.twoServers, 544],
  ["paxos", "threeServers", paxos.threeServers, 16_668],
] as const

const ways = [
  { exact: false, workers: 1 },
  { exact: false, workers: 2 },
  { exact: true, workers: 1 },
  { exact: true, workers: 2 },
]

const sourceOf = (file: string, name: string) => ({ url: new URL(`./${file}.ts`, import.meta.url).href, name })

describe.each(rows)("%s, %s", (file, name, model, states) => {
  test.each(ways)("has the states that others count (exact: $exact, workers: $workers)", async (way) => {
    const report = await check(model, { ...way, source: sourceOf(file, name), aloneMillis: 0 })
    expect(report).toMatchObject({
      verdict: "verified",
      mode: way.exact ? "exact" : "fingerprint",
      states,
      workers: way.workers,
    })
  })
})

/** Stateright sorts resource managers by their phase alone, so that 665 of its representatives stand for fewer orbits. */
test("the orbits are counted among the states that Stateright finds", () => {
  expect([allStates(3).length, allStates(5).length]).toEqual([288, 8_832])
  expect(orbitCount(5)).toBeLessThanOrEqual(665)
})

const wrong = [
  ["single-copy-register", "twoServers", singleCopyRegister.twoServers],
  ["paxos", "ignoresTheAccepted", paxos.ignoresTheAccepted.model],
] as const

describe.each(wrong)("%s, %s", (file, name, model) => {
  test.each(ways)("is not linearizable (exact: $exact, workers: $workers)", async (way) => {
    const report = await check(model, { ...way, source: sourceOf(file, name), aloneMillis: 0 })
    expect(report.verdict).toBe("violated")
    expect(report.properties).toContainEqual(
      expect.objectContaining({ kind: "history", name: "linearizable", outcome: "broken" }),
    )
  })
})

const discoveries = [
  ["valueChosen", "reached", singleCopyRegister.twoClients, 3],
  ["linearizable", "broken", singleCopyRegister.twoServers, 4],
  ["valueChosen", "reached", linearizableRegister.twoServers, 11],
  ["valueChosen", "reached", paxos.threeServers, 8],
] as const

test.each(discoveries)("%s is %s in as few steps as Stateright takes", async (name, outcome, model, depth) => {
  const { properties } = await check(model, { workers: 1 })
  expect(properties).toContainEqual(expect.objectContaining({ name, outcome, depth }))
})
