import type { Brief } from "../compare/brief.ts"

/** What a process that checks once tells the one that watches. */
export interface Answer {
  /** The exit code that the check alone would have had. */
  readonly code: number
  /** What was found; nothing where the specs could not be loaded. */
  readonly briefs: readonly Brief[] | null
  /** Where models were looked for, and would have been read if they were there. */
  readonly places: readonly string[]
  /** Everything else that was read, or would have been, and that the next answer depends on. */
  readonly files: readonly string[]
}

/** What a process that checks once is told to do. */
export interface Order {
  readonly argv: readonly string[]
}
