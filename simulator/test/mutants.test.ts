import { expect, test } from "vitest"
import { exportsOf, mutantOf, type Pilot, pilots } from "./pilots.ts"

const isNightly = process.env["NIGHTLY"] === "1"
const nightlyRuns = Number(process.env["RUNS"] ?? 20_000)

/** Mutants that are found soon, each within so many runs. */
const soon: readonly (readonly [Pilot, string, runs: number])[] = [
  ["consensus/election", "forgetsItsTerm", 20],
  ["consensus/election", "leadsWithoutMajority", 20],
  ["consensus/election", "votesTwice", 500],
  ["consensus/raft", "forgetsItsTerm", 20],
  ["consensus/raft", "overwritesItsTail", 200],
  ["transactions/order-saga", "forgetsItsSagas", 500],
  ["transactions/order-saga", "forgetsToRefund", 200],
  ["transactions/order-saga", "forgetsToRelease", 200],
]

/** Its goal reads who has spoken from a network of kind `set`, which forgets nothing; in a simulated world a message that was heard is gone. */
const onlyInModels = ["replication/abd-register waitsForEverybody"]

const everyMutant = async (): Promise<typeof soon> => {
  const all = await Promise.all(
    pilots.map(async (pilot) =>
      Object.keys(await exportsOf(pilot, "mutants"))
        .filter((name) => !onlyInModels.includes(`${pilot} ${name}`))
        .map((name) => [pilot, name, nightlyRuns] as const),
    ),
  )
  return all.flat()
}

const mutants = isNightly ? await everyMutant() : soon

/** A property is broken in a run, or a goal is reached in none. */
test.each(mutants)("%s: the code of %s is found out within %i runs", async (pilot, name, runs) => {
  const { simulator, breaks } = await mutantOf(pilot, name)
  let isReached = false
  for (let seed = 0; seed < runs; seed++) {
    const { violation, reached } = simulator.explore(seed).path
    if (violation !== undefined && (violation.name === breaks || breaks === "ends")) return
    isReached ||= reached.has(breaks)
  }
  const { model } = simulator
  const goals = { ...model.reachable, ...model.protocol.reachable }
  expect(Object.keys(goals)).toContain(breaks)
  expect(isReached).toBe(false)
})
