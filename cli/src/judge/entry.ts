/** What one line of a recording says. */
export type Entry = EventEntry | WholeEntry

interface Said {
  readonly client: string
  readonly call: string
  /** `undefined` where the recording has no keys. */
  readonly key: unknown
  /** The line, from 1. */
  readonly line: number
}

/** Something that happened to an operation. */
export interface EventEntry extends Said {
  readonly kind: "event"
  readonly type: "invoke" | "ok" | "fail" | "info"
  /** The argument of what is invoked, the answer of what is over. */
  readonly value: unknown
  /** Its line where the recording has no times. */
  readonly time: number | null
}

/** An operation from beginning to end. */
export interface WholeEntry extends Said {
  readonly kind: "whole"
  readonly argument: unknown
  readonly answer: unknown
  readonly begin: number
  /** `null` where it was given up. */
  readonly end: number | null
  readonly hasFailed: boolean
}

/** Why a line cannot be understood. */
export interface Complaint {
  readonly kind: "complaint"
  /** From 1. */
  readonly column: number
  readonly reason: string
  readonly fix: string
}

export const complaint = (column: number, reason: string, fix: string): Complaint => ({
  kind: "complaint",
  column,
  reason,
  fix,
})
