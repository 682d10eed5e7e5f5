import { check, type Report } from "@lockstep/checker"
import type { AnyModel } from "@lockstep/language"
import type { Spec } from "../1-read/spec.ts"
import type { Written } from "../3-write/write.ts"
import { type Counts, comparison } from "./compare.ts"
import { loadLibrary } from "./load.ts"
import type { Mismatch } from "./mismatch.ts"
import { observed } from "./observe.ts"
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

/** Checks the instances, and runs the emitted code on every pair of a state and an input that the checker comes to. */
export const validate = async (
  spec: Spec,
  written: Written,
  instances: readonly Instance[],
  out: string,
): Promise<Validation> => {
  const loaded = await loadLibrary(spec, written.files, out)
  const mismatches: Mismatch[] = [...compareSurface(spec, loaded, written.specHash)]
  const validated: Validated[] = []
  for (const instance of instances) {
    const counts: Counts = { pairs: 0, values: 0 }
    const observer = comparison(instance.name, loaded, counts, mismatches)
    const report = await check(observed(instance.model, observer), { workers: 1 })
    validated.push({ instance, report, ...counts })
  }
  return { instances: validated, mismatches }
}
