import { type Algorithm, algorithm, each, Set } from "@lockstep/language"

export interface Consensus {
  readonly chosen: Set<string>
}

/** To agree is to choose one value once (`Paxos/Consensus`). */
export const consensus = (
  values: readonly string[],
  initial: readonly Consensus[] = [{ chosen: Set.of() }],
): Algorithm<Consensus> =>
  algorithm<Consensus>({
    initial,
    actions: {
      choose: each(values, (state, value) => state.chosen.size === 0 && { chosen: Set.of(value) }),
    },
    always: {
      /** At most one value is chosen. */
      atMostOne: (state) => state.chosen.size <= 1 && state.chosen.every((value) => values.includes(value)),
    },
  })

const threeValues = ["a", "b", "c"]

/** Begins in every state of its invariant: the invariant is inductive (`Paxos/MCConsensus`). */
export const inductiveConsensus = consensus(threeValues, [
  { chosen: Set.of() },
  ...threeValues.map((value) => ({ chosen: Set.of(value) })),
])

/** Begins with nothing chosen (`PaxosHowToWinATuringAward/MCConsensus`). */
export const plainConsensus = consensus(threeValues)
