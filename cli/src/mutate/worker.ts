import { parentPort, workerData } from "node:worker_threads"
import type { Mutation } from "@lockstep/generator"
import { type Baseline, type Outcome, tryOut } from "./trial.ts"

/** One change to try, by its number. */
export interface Task {
  readonly number: number
  readonly mutation: Mutation
}

export interface Tried {
  readonly number: number
  readonly outcome: Outcome
}

const baselines = workerData as readonly Baseline[]

parentPort?.on("message", ({ number, mutation }: Task) => {
  void tryOut(number, mutation, baselines).then((outcome) =>
    parentPort?.postMessage({ number, outcome } satisfies Tried),
  )
})
