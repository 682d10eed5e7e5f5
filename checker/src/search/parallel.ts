import { Worker } from "node:worker_threads"
import type { Source } from "../machine/load.ts"
import { makeJournalMemory } from "../store/journal.ts"
import { type Counts, makeCrewMemory, stopCrew, totalCounts } from "./crew.ts"
import type { WorkerOrder, WorkerResult } from "./worker.ts"

export interface ParallelOptions {
  readonly source: Source
  readonly workers: number
  readonly exact: boolean
  readonly handlerMillis: number
  /** Integers in a state. */
  readonly slots: number
  readonly telling: readonly number[]
  /** Called now and then; true asks all to stop. */
  readonly watch: (counts: Counts) => boolean
}

export interface ParallelResult {
  readonly counts: Counts
  readonly results: readonly WorkerResult[]
}

const result = (worker: Worker): Promise<WorkerResult> =>
  new Promise((resolve, reject) => {
    worker.once("message", resolve)
    worker.once("error", reject)
    worker.once("exit", (code) => reject(new Error(`a worker ended with code ${code} before its search did`)))
  })

const watchMillis = 50

/** Explores with several threads. Each keeps the states whose keys fall to it; components are numbered in common. */
export const exploreTogether = async (options: ParallelOptions): Promise<ParallelResult> => {
  const { source, workers: size, exact, handlerMillis, slots, telling, watch } = options
  const crew = makeCrewMemory(size, slots)
  const journal = makeJournalMemory()
  const workers = Array.from({ length: size }, (_, me) => {
    const workerData: WorkerOrder = { source, me, exact, telling, handlerMillis, crew, journal }
    return new Worker(new URL("./worker.ts", import.meta.url), { workerData })
  })
  const timer = setInterval(() => {
    if (watch(totalCounts(crew))) stopCrew(crew)
  }, watchMillis)
  try {
    const results = await Promise.all(workers.map(result))
    return { counts: totalCounts(crew), results }
  } finally {
    clearInterval(timer)
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}
