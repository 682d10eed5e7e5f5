import type { Mutation } from "@lockstep/generator"
import { type Explanation, explains } from "./explained.ts"
import type { Fate } from "./trial.ts"

/** A change that no instance noticed, or that could not be tried. */
export interface Survivor {
  readonly mutation: Mutation
  /** What is known of it, where that is more than that it was not noticed. */
  readonly why: string
}

/** What became of the changes to the protocols of one model file. */
export interface Score {
  readonly file: string
  readonly instances: readonly string[]
  readonly tried: number
  /** Changes that were not tried in time. */
  readonly untried: number
  /** How many changes each property or fault noticed. */
  readonly caught: ReadonlyMap<string, number>
  /** Changes that make no program: they count neither way. */
  readonly invalid: readonly Survivor[]
  /** Changes that make no difference to any state or step of the instances. */
  readonly same: readonly Mutation[]
  readonly explained: readonly Mutation[]
  readonly survivors: readonly Survivor[]
  /** Explanations that speak of nothing that survives, or may do so since it was not tried. */
  readonly stale: readonly Explanation[]
  /** Of a hundred changes that make a difference, how many are noticed; `null` where none of them counts. */
  readonly percent: number | null
}

const count = (names: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return new Map([...counts].toSorted(([, left], [, right]) => right - left))
}

const percentOf = (caught: number, counted: number): number | null =>
  counted === 0 ? null : Math.floor((100 * caught) / counted)

/** Sums up a trial. */
export const scoreOf = (
  file: string,
  instances: readonly string[],
  mutations: readonly Mutation[],
  fates: ReadonlyMap<Mutation, Fate>,
  explanations: readonly Explanation[],
): Score => {
  const all = mutations.flatMap((mutation) => {
    const fate = fates.get(mutation)
    return fate === undefined ? [] : [{ mutation, fate }]
  })
  const caught = all.flatMap(({ fate }) => (fate.kind === "caught" ? [fate.by] : []))
  const alive = all.flatMap(({ mutation, fate }) => (fate.kind === "survived" ? [{ mutation, why: fate.why }] : []))
  const invalid = all.flatMap(({ mutation, fate }) => (fate.kind === "invalid" ? [{ mutation, why: fate.why }] : []))
  const isExplained = ({ mutation }: Survivor) => explanations.some((one) => explains(one, mutation))
  const survivors = alive.filter((one) => !isExplained(one))
  const open = [...alive.map(({ mutation }) => mutation), ...mutations.filter((one) => !fates.has(one))]
  return {
    file,
    instances,
    tried: all.length,
    untried: mutations.length - all.length,
    caught: count(caught),
    invalid,
    same: all.flatMap(({ mutation, fate }) => (fate.kind === "same" ? [mutation] : [])),
    explained: alive.filter(isExplained).map(({ mutation }) => mutation),
    survivors,
    stale: explanations.filter((one) => !open.some((mutation) => explains(one, mutation))),
    percent: percentOf(caught.length, caught.length + survivors.length),
  }
}

/**
 * Whether too little is noticed, whatever becomes of the changes that were not tried. Where no change counts, nothing is known to be
 * noticed.
 */
export const isTooLow = ({ caught, survivors, untried }: Score, threshold: number): boolean => {
  const noticed = [...caught.values()].reduce((sum, times) => sum + times, untried)
  return (percentOf(noticed, noticed + survivors.length) ?? 0) < threshold
}
