import { parentPort, workerData } from "node:worker_threads"
import type { Mutation } from "@lockstep/generator"
import { type Baseline, type Fate, tryOut } from "./trial.ts"

/** One change to try, by its number. */
export interface Trial {
  readonly number: number
  readonly mutation: Mutation
}

export interface Tried {
  readonly number: number
  readonly fate: Fate
}

const baselines = workerData as readonly Baseline[]

parentPort?.on("message", ({ number, mutation }: Trial) => {
  void tryOut(number, mutation, baselines).then((fate) => parentPort?.postMessage({ number, fate } satisfies Tried))
})
