import { check, type Report } from "@lockstep/checker"
import type { AnyModel } from "@lockstep/language"
import { type Counts, comparison, type Loaded } from "./compare.ts"
import type { Mismatch } from "./mismatch.ts"
import { observed } from "./observe.ts"
import type { Outline } from "./outline.ts"
import { type Recorded, recorder } from "./record.ts"
import { compareSurface } from "./surface.ts"

/** A model of the spec, by the name under which its file exports it. */
export interface Instance {
  readonly name: string
  readonly model: AnyModel
}

/** What came of one instance. */
export interface Validated {
  readonly instance: Instance
  readonly report: Report
  /** Different pairs of a state and an input. */
  readonly pairs: number
  readonly values: number
}

/** What came of comparing an emitted library with its spec. */
export interface Validation {
  readonly instances: readonly Validated[]
  readonly mismatches: readonly Mismatch[]
}

/** An instance that was explored, and every run of a handler on the way. */
export interface Explored {
  readonly instance: Instance
  readonly report: Report
  readonly recorded: Recorded
}

/** A machine may be so busy that a slice of a search takes seconds: only a handler that never ends is cut off. */
const handlerMillis = 60_000

/** Checks the instances one after the other, up to the first that fails. */
export const exploreAll = async (instances: readonly Instance[], signal: AbortSignal): Promise<readonly Explored[]> => {
  const explored: Explored[] = []
  for (const instance of instances) {
    const { observer, recorded } = recorder()
    const report = await check(observed(instance.model, observer), { workers: 1, handlerMillis, signal })
    explored.push({ instance, report, recorded })
    if (report.verdict !== "verified") return explored
  }
  return explored
}

/** Runs the emitted code on every pair of a state and an input that the checker came to. */
export const validate = (
  loaded: Loaded,
  outline: Outline,
  specHash: string,
  explored: readonly Explored[],
): Validation => {
  const mismatches: Mismatch[] = [...compareSurface(outline, loaded, specHash)]
  const instances = explored.map(({ instance, report, recorded }): Validated => {
    const counts: Counts = { pairs: 0, values: 0 }
    const { pair, timer } = comparison(instance.name, loaded, counts, mismatches)
    for (const one of recorded.pairs) pair(one)
    for (const one of recorded.timers) timer(one)
    return { instance, report, ...counts }
  })
  return { instances, mismatches }
}
