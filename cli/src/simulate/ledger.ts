import type { TakenBranch } from "@lockstep/generator/compiled"
import type { Outcome } from "./outcome.ts"
import type { Engine } from "./task.ts"

/** What came of runs from the first on. */
export interface Sums {
  readonly runs: number
  readonly steps: number
  readonly simulatedMillis: number
  readonly healed: number
  readonly reached: ReadonlySet<string>
  /** How often each handler changed something. */
  readonly fired: ReadonlyMap<string, number>
  /** The branches of the protocol's handlers, where they are counted. */
  readonly branches: readonly TakenBranch[] | undefined
}

/** The first run that failed, by its number, and at what. */
export interface Failed {
  readonly run: number
  readonly broken: string
}

/** Adds up what comes of runs in the order of their numbers, in whatever order it becomes known. */
export interface Ledger {
  readonly enter: (run: number, outcome: Outcome) => void
  /** Adds what is known, though something before it is not. */
  readonly close: () => void
  /** How many runs are added up: the number of the next one. */
  readonly runs: () => number
  readonly steps: () => number
  readonly failed: () => Failed | undefined
  readonly sums: () => Sums
}

export const openLedger = ({ branches }: Pick<Engine, "branches">): Ledger => {
  const ahead = new Map<number, Outcome>()
  const reached = new Set<string>()
  const fired = new Map<string, number>()
  const counts = { runs: 0, steps: 0, simulatedMillis: 0, healed: 0 }
  const known = branches?.()
  const taken = known?.map(() => 0) ?? []
  let failed: Failed | undefined

  const add = (run: number, outcome: Outcome): void => {
    if (failed !== undefined) return
    counts.runs++
    counts.steps += outcome.steps
    counts.simulatedMillis += outcome.simulatedMillis
    counts.healed += outcome.isHealed ? 1 : 0
    for (const goal of outcome.reached) reached.add(goal)
    for (const [handler, count] of outcome.fired) fired.set(handler, (fired.get(handler) ?? 0) + count)
    for (const [branch, count] of outcome.taken.entries()) taken[branch] = (taken[branch] ?? 0) + count
    if (outcome.broken !== undefined) failed = { run, broken: outcome.broken }
  }

  return {
    enter(run, outcome) {
      ahead.set(run, outcome)
      for (let next = ahead.get(counts.runs); next !== undefined; next = ahead.get(counts.runs)) {
        ahead.delete(counts.runs)
        add(counts.runs, next)
      }
    },
    close() {
      for (const [run, outcome] of [...ahead].toSorted(([one], [other]) => one - other)) add(run, outcome)
    },
    runs: () => counts.runs,
    steps: () => counts.steps,
    failed: () => failed,
    sums: () => ({
      ...{ ...counts, reached, fired },
      branches: known?.map((branch, at) => ({ ...branch, taken: taken[at] ?? 0 })),
    }),
  }
}
