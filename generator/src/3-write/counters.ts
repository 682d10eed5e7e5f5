import type { Place } from "../place.ts"

/** One of the ways in which code goes on at a condition. */
export interface Branch {
  /** Where the condition stands in the spec. */
  readonly place: Place
  /** The condition as its author wrote it. */
  readonly condition: string
  readonly outcome: "true" | "false" | "null" | "not null" | "case"
}

/** A branch, and the counters that tell how often it was taken: those of the first, less those of the second. */
export interface CountedBranch extends Branch {
  readonly counter: number
  readonly less?: number
}

/** The counters of a module that counts its branches. */
export const countersName = "__branches"
