import type { AnyAlgorithm } from "@lockstep/language"
import { beginnings, nextStates } from "./actions.ts"
import { canonical } from "./canonical.ts"
import { propertiesOf, withinOf } from "./properties.ts"
import { rename, renamings } from "./renaming.ts"
import type { Machine } from "./search.ts"

const see = (state: unknown) => ({ view: state, around: undefined })

/** All states that differ by a renaming have one key: the smallest of their texts. */
const keyUnder = (symmetry: readonly (readonly string[])[]) => {
  const all = renamings(symmetry)
  return (state: unknown): string =>
    all.map((names) => canonical(rename(state, names))).toSorted()[0] ?? canonical(state)
}

/** An algorithm as the search sees it. */
export const algorithmMachine = (algorithm: AnyAlgorithm): Machine<unknown> => ({
  ...propertiesOf(algorithm, see),
  initial: beginnings(algorithm),
  successors: (state) => nextStates(algorithm, state),
  key: keyUnder(algorithm.symmetry ?? []),
  within: withinOf(algorithm.within, see),
  history: [],
})
