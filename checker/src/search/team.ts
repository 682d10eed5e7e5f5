import { Worker } from "node:worker_threads"
import type { Source } from "../machine/load.ts"
import { makeJournalMemory } from "../store/journal.ts"
import { makeTreeMemory } from "../store/tree.ts"
import { makeVisitedMemory } from "../store/visited.ts"
import { type Counts, makeCrewMemory, startCrew, stopCrew, totalCounts } from "./crew.ts"
import { makeFrontierMemory } from "./shared-frontier.ts"
import type { SharedMemory, WorkerMessage, WorkerOrder, WorkerResult } from "./worker.ts"

export interface TeamOptions {
  readonly source: Source
  readonly workers: number
  readonly exact: boolean
  readonly handlerMillis: number
  readonly seed: number
  /** Integers in a state. */
  readonly slots: number
}

export interface TeamResult {
  readonly counts: Counts
  readonly results: readonly WorkerResult[]
}

/** Threads that load a model, wait until they are all there, and then explore it together. */
export interface Team {
  readonly isReady: () => boolean
  /** Lets them explore to the end; `watch` is called now and then, and true asks all to stop. */
  readonly explore: (watch: (counts: Counts) => boolean) => Promise<TeamResult>
  readonly dismiss: () => Promise<void>
}

const watchMillis = 50

const resultOf = (worker: Worker, onReady: () => void): Promise<WorkerResult> =>
  new Promise((resolve, reject) => {
    worker.on("message", (message: WorkerMessage) => (message === "ready" ? onReady() : resolve(message)))
    worker.once("error", reject)
    worker.once("exit", (code) => reject(new Error(`a worker ended with code ${code} before its search did`)))
  })

/** Starts the threads. They have everything in common: the numbers of components, the states seen, and those that wait. */
export const gatherTeam = ({ source, workers: size, exact, handlerMillis, seed, slots }: TeamOptions): Team => {
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
  let ready = 0
  const results = Promise.all(workers.map((worker) => resultOf(worker, () => ready++)))
  // Whoever explores hears of a failure; a team that is dismissed before has none to tell.
  results.catch(() => {})

  const dismiss = async (): Promise<void> => {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }

  return {
    isReady: () => ready === size,
    explore: async (watch) => {
      let peakBytes = 0
      const counts = (): Counts => {
        const now = totalCounts(crew)
        peakBytes = Math.max(peakBytes, now.bytes)
        return now
      }
      const timer = setInterval(() => {
        if (watch(counts())) stopCrew(crew)
      }, watchMillis)
      startCrew(crew)
      try {
        return { results: await results, counts: { ...counts(), bytes: peakBytes } }
      } finally {
        clearInterval(timer)
        await dismiss()
      }
    },
    dismiss,
  }
}
