/** What `lockstep replay` was asked to do. */
export interface ReplayArguments {
  readonly paths: readonly string[]
  readonly spec?: string
  readonly instance?: string
  /** The hash of another spec whose steps are taken. */
  readonly accept?: string
  readonly budgetMillis?: number
  readonly json: boolean
  /** Whether a debugger steps through the counterexamples of a report. */
  readonly inspects: boolean
}
