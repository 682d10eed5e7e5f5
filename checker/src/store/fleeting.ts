/** Numbers values as they come, below zero and not by content: for states that are met once. No number is given twice. */
export interface Fleeting {
  readonly add: (value: unknown) => number
  readonly value: (id: number) => unknown
  /** All values so far are gone. */
  readonly forget: () => void
  /** The values so far stay until all are forgotten. */
  readonly settle: () => void
  /** Lets go now and then of values that are not among these, unless they were settled. */
  readonly keepOnly: (live: () => readonly number[]) => void
}

/** So many new values are worth a look at which are still needed. */
const mostUnseen = 1_000

/** Makes an empty store. */
export const makeFleeting = (): Fleeting => {
  let values: unknown[] = []
  let gone = 0
  /** Of the values from the settled ones up to `seen`, those that are left. */
  let left: number[] = []
  let seen = 0
  const idOf = (index: number): number => -(gone + index + 1)

  const settle = (): void => {
    left = []
    seen = values.length
  }

  const sweep = (live: ReadonlySet<number>): void => {
    for (; seen < values.length; seen++) left.push(seen)
    left = left.filter((index) => {
      const isLive = live.has(idOf(index))
      if (!isLive) values[index] = undefined
      return isLive
    })
  }

  return {
    add: (value) => idOf(values.push(value) - 1),
    value: (id) => values[-id - gone - 1],
    forget() {
      gone += values.length
      values = []
      settle()
    },
    settle,
    keepOnly: (live) => {
      if (values.length - seen > mostUnseen) sweep(new Set(live()))
    },
  }
}
