import type { Ours } from "../replicated-log/words.ts"

/** What the process that offers load is told. */
export interface OfferWords {
  readonly target: Ours
  /** Where the servers are asked; whichever leads gets everything, or the first. */
  readonly ports: readonly number[]
  readonly perSecond: number
  readonly seconds: number
}

/** What became of what was offered. Latencies are of answers, in milliseconds. */
export interface Became {
  readonly offered: number
  readonly answered: number
  readonly p50: number
  readonly p99: number
  readonly longest: number
  /** By the tag of the error. */
  readonly refused: { readonly [tag: string]: number }
  /** Never sent, because the connection did not take it. */
  readonly heldBack: number
}
