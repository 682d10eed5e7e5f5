/** Counts values by the bucket that they fall into: an addition for each, and no more until somebody reads it. */
export interface Histogram {
  readonly observe: (value: number) => void
  /** What was counted so far, each bucket with all below it. */
  readonly read: () => {
    readonly buckets: readonly (readonly [bound: number, count: number])[]
    readonly count: number
    readonly min: number
    readonly max: number
    readonly sum: number
  }
}

/** A histogram with these upper bounds, the smallest first. */
export const makeHistogram = (bounds: readonly number[]): Histogram => {
  const counts = new Uint32Array(bounds.length + 1)
  let count = 0
  let sum = 0
  let min = Number.MAX_VALUE
  let max = -Number.MAX_VALUE
  return {
    observe(value) {
      let at = 0
      while (at < bounds.length && value > (bounds[at] ?? 0)) at++
      counts[at] = (counts[at] ?? 0) + 1
      count++
      sum += value
      if (value < min) min = value
      if (value > max) max = value
    },
    read() {
      let below = 0
      const buckets = bounds.map((bound, at) => [bound, (below += counts[at] ?? 0)] as const)
      return { buckets, count, min, max, sum }
    },
  }
}
