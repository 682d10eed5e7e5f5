/** Numbers values as they come, below zero and not by content: for states that are met once. No number is given twice. */
export interface Fleeting {
  readonly add: (value: unknown) => number
  readonly value: (id: number) => unknown
  /** The values so far stay for good. */
  readonly settle: () => void
  /** All values that were not settled are gone. */
  readonly forget: () => void
  /** Lets go now and then of values that are not among these, unless they were settled. */
  readonly keepOnly: (live: () => readonly number[]) => void
}

/** So many new values are worth a look at which are still needed. */
const mostUnseen = 1_000

/** Makes an empty store. */
export const makeFleeting = (): Fleeting => {
  const settled: unknown[] = []
  let values: unknown[] = []
  /** How many numbers were given before those of `values`. */
  let gone = 0
  /** Of the values up to `seen`, those that are left. */
  let left: number[] = []
  let seen = 0
  const idOf = (index: number): number => -(gone + index + 1)

  const forget = (): void => {
    gone += values.length
    values = []
    left = []
    seen = 0
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
    value: (id) => (-id <= settled.length ? settled[-id - 1] : values[-id - gone - 1]),
    settle() {
      if (gone > settled.length) throw new Error("what is settled comes before all that is forgotten")
      for (const value of values) settled.push(value)
      forget()
    },
    forget,
    keepOnly: (live) => {
      if (values.length - seen > mostUnseen) sweep(new Set(live()))
    },
  }
}
