import type { FaultName } from "../model/relaxed.ts"
import { below, type Random } from "../random.ts"
import type { Decision } from "./decision.ts"
import type { Plan } from "./plan.ts"

/** What a decision does. */
export type Kind = Decision["kind"]

/** How often a kind of decision is tried, and which fault it is. */
type Weights = { readonly [kind in Kind]: number }

/** What is not a fault happens in every run; how often differs from run to run. */
const usual = { deliver: 8, wake: 3, pass: 1, call: 3, perform: 4, answer: 4, tick: 3 } as const

const unusual: readonly (readonly [Kind, FaultName, number])[] = [
  ["double", "duplication", 1.5],
  ["lose", "loss", 1.5],
  ["crash", "crash", 0.25],
  ["stop", "crash", 0.2],
  ["full", "disk", 0.05],
  ["rot", "rot", 1],
  ["upgrade", "upgrade", 0.03],
  ["cut", "partition", 0.2],
  ["pause", "slow", 0.2],
  ["jump", "clock", 0.1],
]

/** What a node ends of, for good or until it starts again. */
const deadly: ReadonlySet<Kind> = new Set(["crash", "stop", "full", "upgrade"])

/** What ends a fault happens soon. */
const healing = { restart: 4, mend: 1, resume: 1.5 } as const

const scales = [0, 0.2, 1, 3] as const

/** In longer runs deaths are rarer, in proportion: a start takes as long as many steps, and a long run is to come far. */
const decisionsWithDeaths = 200

/** How much more or less often than usual something happens in a run: from a tenth to three times. */
const spread = (random: Random): number => 3 * 0.03 ** random()

/** How much rarer deaths are in a run of so many decisions. */
export const rarityOf = (length: number): number => Math.min(1, decisionsWithDeaths / length)

/** What never happens to a model, whatever the faults. */
const impossible = ({ model: { clocks, clients, crashes } }: Plan, asks: boolean): readonly Kind[] => [
  ...(asks ? [] : (["perform", "answer"] as const)),
  ...(clocks === undefined ? (["tick"] as const) : []),
  ...(clients === undefined ? (["call"] as const) : []),
  crashes?.afterwards === "stop" ? "crash" : "stop",
]

/**
 * The weights of one run: each run is bad in its own way, and in some ways not at all; in some little is delivered, or time stands still.
 * `asks` tells whether any node asks the application for something.
 */
export const weightsOf = (plan: Plan, random: Random, length: number, asks: boolean): Weights => {
  const scale = (): number => scales[below(random, scales.length)] ?? 1
  const weights: { [kind in Kind]?: number } = {}
  for (const [kind, weight] of Object.entries({ ...usual, ...healing })) weights[kind as Kind] = weight * spread(random)
  for (const [kind, fault, weight] of unusual) {
    const rarity = deadly.has(kind) ? rarityOf(length) : 1
    weights[kind] = plan.faults.has(fault) ? weight * scale() * rarity : 0
  }
  for (const kind of impossible(plan, asks)) weights[kind] = 0
  return weights as Weights
}
