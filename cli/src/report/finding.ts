/** A step on the way to what was found, from 1; 0 is where the way begins. */
export interface FoundStep {
  readonly number: number
  readonly text: string
  readonly file?: string
  readonly line?: number
}

/** Something that was found at a place of a source, whoever found it: what code hosts and editors show beside the line. */
export interface Finding {
  readonly level: "error" | "warning"
  readonly code: string
  readonly file: string
  /** Lines and columns count from 1. */
  readonly line: number
  readonly column?: number
  /** The column behind what is meant. */
  readonly endColumn?: number
  readonly reason: string
  readonly fix: string
  readonly steps?: readonly FoundStep[]
}

/** A kind of finding, and what it means. */
export interface Rule {
  readonly id: string
  readonly text: string
}
