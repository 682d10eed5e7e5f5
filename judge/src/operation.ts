interface Begun {
  /** Who called: the operations of one client follow each other in the order of their beginnings. */
  readonly client: string
  readonly call: string
  readonly argument: unknown
  readonly begin: number
}

/** An operation that took effect and was answered. */
export interface Answered extends Begun {
  readonly outcome: "answered"
  readonly answer: unknown
  readonly end: number
}

/** Nobody knows its outcome: it may take effect at any time after its beginning, or never. */
export interface Pending extends Begun {
  readonly outcome: "pending"
}

/** An operation of which it is known that it never takes effect. */
export interface Failed extends Begun {
  readonly outcome: "failed"
  readonly end: number
}

/**
 * One operation of a client. Times are numbers of any unit: one operation comes before another where its end is less than the other's
 * beginning.
 */
export type Operation = Answered | Pending | Failed

/** An operation that may have taken effect. */
export type Effective = Answered | Pending

/** Leaves out what never took effect, and sorts by beginning. */
export const effective = (history: readonly Operation[]): readonly Effective[] =>
  history.filter((operation) => operation.outcome !== "failed").toSorted((one, other) => one.begin - other.begin)
