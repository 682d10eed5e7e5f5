import { Worker } from "node:worker_threads"
import type { Source } from "../machine/load.ts"
import { makeJournalMemory } from "../store/journal.ts"
import { makeTreeMemory } from "../store/tree.ts"
import { makeVisitedMemory } from "../store/visited.ts"
import { type Counts, makeCrewMemory, stopCrew, totalCounts } from "./crew.ts"
import { makeFrontierMemory } from "./shared-frontier.ts"
import type { SharedMemory, WorkerOrder, WorkerResult } from "./worker.ts"

export interface ParallelOptions {
  readonly source: Source
  readonly workers: number
  readonly exact: boolean
  readonly handlerMillis: number
  readonly seed: number
  /** Integers in a state. */
  readonly slots: number
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

/** Explores with several threads, which have everything in common: the numbers of components, the states seen, and those that wait. */
export const exploreTogether = async (options: ParallelOptions): Promise<ParallelResult> => {
  const { source, workers: size, exact, handlerMillis, seed, slots, watch } = options
  const crew = makeCrewMemory(size)
  const memory: SharedMemory = {
    crew,
    journal: makeJournalMemory(),
    visited: makeVisitedMemory("shared"),
    frontier: makeFrontierMemory(),
    tree: exact ? makeTreeMemory(slots, "shared") : undefined,
  }
  const workers = Array.from({ length: size }, (_, me) => {
    const workerData: WorkerOrder = { source, me, handlerMillis, seed, memory }
    return new Worker(new URL("./worker.ts", import.meta.url), { workerData })
  })
  let peakBytes = 0
  const counts = (): Counts => {
    const now = totalCounts(crew)
    peakBytes = Math.max(peakBytes, now.bytes)
    return now
  }
  const timer = setInterval(() => {
    if (watch(counts())) stopCrew(crew)
  }, watchMillis)
  try {
    const results = await Promise.all(workers.map(result))
    return { counts: { ...counts(), bytes: peakBytes }, results }
  } finally {
    clearInterval(timer)
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}
