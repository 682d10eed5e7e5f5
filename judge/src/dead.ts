/** How far each chain has been used up. */
export type Used = readonly number[]

/** Points of a search from which nothing more is hoped for. */
export interface Dead {
  /** Whether nothing is left to hope for here; from then on, nothing is. */
  readonly has: (key: string, used: Used) => boolean
}

const hasAtLeast = (more: Used, less: Used): boolean => {
  for (let chain = 0; chain < less.length; chain++) if ((less[chain] ?? 0) > (more[chain] ?? 0)) return false
  return true
}

/**
 * Of two points that differ only in what is left of the chains, the one with more left can do all that the other can:
 * so for each key, only the points that have most left are kept.
 */
export const makeDead = (): Dead => {
  const known = new Map<string, Used[]>()
  return {
    has: (key, used) => {
      const others = known.get(key)
      if (others === undefined) {
        known.set(key, [used])
        return false
      }
      if (others.some((other) => hasAtLeast(used, other))) return true
      const kept = others.filter((other) => !hasAtLeast(other, used))
      known.set(key, [...kept, used])
      return false
    },
  }
}
