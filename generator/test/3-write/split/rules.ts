import { Map as Dictionary, type NodeId } from "@lockstep/language"

/** A vote, and who gave it. */
export interface Ballot {
  readonly of: NodeId
  readonly weight: number
}

export interface Tally {
  readonly weights: Dictionary<NodeId, number>
}

const limit = 3,
  unused = 4

/** Never more than the limit. */
export function capped(weight: number): number {
  return Math.min(weight, limit)
}

const add = (tally: Tally, { of, weight }: Ballot): Tally => ({
  weights: tally.weights.update(of, (sum) => capped(sum + weight), 0),
})

export const count = (tally: Tally, ballots: readonly Ballot[]): Tally => ballots.reduce(add, tally)

export const none: Tally = { weights: Dictionary.of() }

export const leftOut = unused
