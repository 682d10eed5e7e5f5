/** The state of a node that does little. */
export interface Counter {
  readonly count: number
  readonly seen: readonly number[]
}

export const calm: Counter = { count: 0, seen: [] }
