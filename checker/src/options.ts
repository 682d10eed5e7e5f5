import type { Source } from "./machine/load.ts"
import type { Progress, StopReason } from "./report.ts"
import type { Counts } from "./search/crew.ts"
import { usualMillis } from "./search/slice.ts"

/** How a model is explored, and how far. */
export interface CheckOptions {
  /** How many threads search; more than one needs `source`. Left out, all cores. */
  readonly workers?: number
  /** Where the model is written, so that other threads can load it. */
  readonly source?: Source
  /** How much the search may keep. */
  readonly memoryBytes?: number
  readonly timeoutMillis?: number
  /** Know states by all of their content instead of 64 bits of it. */
  readonly exact?: boolean
  /** Salts the fingerprints: what collides under one seed does not under another. */
  readonly seed?: number
  /** Stop after as many states. */
  readonly maxStates?: number
  /** How long one handler may run. */
  readonly handlerMillis?: number
  /** How long one thread searches before others are called. They join when they are ready; with 0, before anything is explored. */
  readonly aloneMillis?: number
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/** Options with what holds where they say nothing, and when the check began. */
export interface Limits extends CheckOptions {
  readonly began: number
  readonly exact: boolean
  readonly seed: number
  readonly memoryBytes: number
  readonly handlerMillis: number
  readonly aloneMillis: number
}

export const limitsOf = (options: CheckOptions): Limits => ({
  began: performance.now(),
  exact: false,
  seed: 0,
  memoryBytes: 8 * 2 ** 30,
  handlerMillis: usualMillis,
  aloneMillis: 150,
  ...options,
})

/** Whether somebody, or the clock, wants an end. */
export const isOver = ({ signal, timeoutMillis, began }: Limits): "interrupted" | "time" | undefined => {
  if (signal?.aborted) return "interrupted"
  return performance.now() - began > (timeoutMillis ?? Number.POSITIVE_INFINITY) ? "time" : undefined
}

/** The engine's maps end at 2 ** 24 entries; between two looks a search does not come so much nearer. */
const mostValues = 2 ** 24 - 2 ** 20

/** Why a search must stop here. */
export const whyStop = (counts: Counts, limits: Limits): StopReason | undefined => {
  if (counts.bytes > limits.memoryBytes) return "memory"
  if (counts.values > mostValues) return "values"
  if (counts.fullHeaps > 0) return "heap"
  if (counts.states >= (limits.maxStates ?? Number.POSITIVE_INFINITY)) return "states"
  return isOver(limits)
}

/** The same limits for a second search: it counts from the beginning, and nobody shall see it go back. */
export const unseen = ({ onProgress: _, ...limits }: Limits): Limits => limits

export const tellProgress = ({ onProgress, began }: Limits, counts: Counts): void =>
  onProgress?.({ ...counts, seconds: (performance.now() - began) / 1000 })
