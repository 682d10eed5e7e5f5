import { extname } from "node:path"
import { Worker } from "node:worker_threads"
import type { Mutation } from "@lockstep/generator"
import type { Baseline, Fate } from "./trial.ts"
import type { Trial, Tried } from "./worker.ts"

const script = new URL(`./worker${extname(import.meta.url)}`, import.meta.url)

/** How a trial of many changes is done. */
export interface CrewOptions {
  readonly workers: number
  readonly baselines: readonly Baseline[]
  readonly signal: AbortSignal
  readonly onTried: (tried: number) => void
}

/** Tries every change, each thread the next one that nobody has taken; those that are not tried in time have no fate. */
export const tryAll = async (
  mutations: readonly Mutation[],
  { workers, baselines, signal, onTried }: CrewOptions,
): Promise<ReadonlyMap<Mutation, Fate>> => {
  const fates = new Map<Mutation, Fate>()
  let next = 0

  const work = (worker: Worker): Promise<void> =>
    new Promise((resolve, reject) => {
      const take = (): void => {
        const mutation = mutations[next]
        if (mutation === undefined || signal.aborted) return resolve()
        worker.postMessage({ number: next++, mutation } satisfies Trial)
      }
      worker.on("message", ({ number, fate }: Tried) => {
        const mutation = mutations[number]
        if (mutation !== undefined) fates.set(mutation, fate)
        onTried(fates.size)
        take()
      })
      worker.once("error", reject)
      signal.addEventListener("abort", () => resolve(), { once: true })
      take()
    })

  const crew = Array.from({ length: workers }, () => new Worker(script, { workerData: baselines }))
  try {
    await Promise.all(crew.map(work))
    return fates
  } finally {
    await Promise.all(crew.map((worker) => worker.terminate()))
  }
}
