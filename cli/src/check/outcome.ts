import type { Report } from "@lockstep/checker"
import type { Diagnostic } from "@lockstep/generator"
import type { InstanceChange } from "../compare/changes.ts"
import type { Gap } from "../gaps/find.ts"
import type { Instance } from "../load/models.ts"

/** An instance and what was found of it. */
export interface Checked {
  readonly instance: Instance
  readonly report: Report
  /** When it was found, where it was known already. */
  readonly checkedAt?: string
  /** The goals to which the ways are told. */
  readonly shown?: readonly string[]
}

/** A handler that did nothing in any instance of its file, or one of a call that was answered in none. */
export interface Vacuous {
  readonly kind: "dead" | "unanswered"
  /** One of the instances that could have run it. */
  readonly instance: Instance
  readonly handler: string
}

/** What a whole run found. */
export interface Outcome {
  readonly all: readonly Checked[]
  /** Files that were not checked, and why. */
  readonly refused: ReadonlyMap<string, readonly Diagnostic[]>
  readonly vacuous: readonly Vacuous[]
  /** The code that did not run, where that was asked for. */
  readonly gaps?: readonly Gap[]
  /** What changed since the run that this one was to be compared with. */
  readonly compared?: readonly InstanceChange[]
}
