import type { FaultName } from "@lockstep/simulator"

/** How long a timer runs, in milliseconds: at least, and at most. */
export type Span = readonly [shortest: number, longest: number]

/** What `lockstep simulate` was asked to do. */
export interface SimulateArguments {
  readonly path: string
  readonly instance?: string
  readonly runs: number
  /** How many threads there may be. */
  readonly workers: number
  readonly seed: number
  readonly decisions?: number
  readonly faults?: ReadonlySet<FaultName>
  readonly nodes: { readonly [role: string]: number }
  readonly timers: { readonly [timer: string]: Span }
  /** Print one run instead of making many. */
  readonly trace: boolean
  readonly save?: string
  readonly replay?: string
  readonly json: boolean
}
