import { thrownText } from "@lockstep/checker/thrown"
import type { Course } from "./course.ts"
import type { Engine } from "./task.ts"

/** What came of one run, as data. */
export interface Outcome {
  readonly steps: number
  readonly simulatedMillis: number
  readonly isHealed: boolean
  readonly reached: readonly string[]
  readonly fired: readonly (readonly [handler: string, count: number])[]
  /** How often it took each branch. */
  readonly taken: readonly number[]
  /** The property or the promise that it broke, or what it threw. */
  readonly broken: string | undefined
}

const nothing = { steps: 0, simulatedMillis: 0, isHealed: false, reached: [], fired: [], taken: [] }

/** Explores runs by their numbers; after one that fails, no later one is wanted. */
export const outcomes = (
  { simulator, branches }: Engine,
  seed: number,
  { endAt }: Pick<Course, "endAt">,
): ((run: number) => Outcome) => {
  const counts = (): readonly number[] => branches?.().map(({ taken }) => taken) ?? []
  let before = counts()

  const explored = (run: number): Outcome => {
    const { steps, simulatedMillis, isHealed, path } = simulator.explore(seed + run)
    const now = counts()
    const taken = now.map((count, branch) => count - (before[branch] ?? 0))
    before = now
    return {
      ...{ steps, simulatedMillis, isHealed, taken },
      ...{ reached: [...path.reached], fired: [...path.fired], broken: path.violation?.name },
    }
  }

  /** What is thrown is told by who repeats the run, once all before it are known to be in order. */
  const caught = (run: number): Outcome => {
    try {
      return explored(run)
    } catch (error) {
      return { ...nothing, broken: thrownText(error) }
    }
  }

  return (run) => {
    const outcome = caught(run)
    if (outcome.broken !== undefined) endAt(run + 1)
    return outcome
  }
}
