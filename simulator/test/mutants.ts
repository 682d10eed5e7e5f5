import { readFileSync } from "node:fs"
import type { Simulator } from "../src/index.ts"
import { mutantOf, type Pilot, unbrokenOf } from "./pilots.ts"

/** For each mutant, within how many runs of its code it is found out, from seed 0; where it is not, why. */
export interface Table {
  readonly [pilot: string]: { readonly [mutant: string]: number | string }
}

export const tableFile = new URL("./mutants.json", import.meta.url)

/** The boundary where the table gains its type. */
export const readTable = (): Table => JSON.parse(readFileSync(tableFile, "utf8")) as Table

/** A mutant that must not reach a goal gets so many times the runs in which the code of the unbroken spec reaches it. */
const morePatience = 10

const firstRun = (most: number, isFound: (seed: number) => boolean): number | undefined => {
  for (let seed = 0; seed < most; seed++) if (isFound(seed)) return seed + 1
  return undefined
}

const runsToReach = ({ explore }: Simulator, goal: string, most: number): number | undefined =>
  firstRun(most, (seed) => explore(seed).path.reached.has(goal))

/**
 * Within how many runs a mutant is found out: a property or the promise that everybody is answered is broken, if need be another than in the
 * smallest model, or its goal is not reached in runs that are enough for the unbroken code.
 */
export const runsToFind = async (pilot: Pilot, name: string, most: number): Promise<number | null> => {
  const { simulator, breaks } = await mutantOf(pilot, name)
  const { model } = simulator
  if (breaks in { ...model.reachable, ...model.protocol.reachable }) {
    const runs = morePatience * (runsToReach(await unbrokenOf(pilot, breaks), breaks, most / morePatience) ?? Infinity)
    return runs <= most && runsToReach(simulator, breaks, runs) === undefined ? runs : null
  }
  const isFound = (seed: number): boolean => {
    const { violation } = simulator.explore(seed).path
    return violation !== undefined && (violation.kind !== "runtime" || violation.name === "progress")
  }
  return firstRun(most, isFound) ?? null
}
