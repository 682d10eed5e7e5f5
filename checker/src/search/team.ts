import { flushCompileCache } from "node:module"
import { extname } from "node:path"
import { Worker } from "node:worker_threads"
import type { SearchMemory, SearchSettings } from "./member.ts"
import type { Source } from "../machine/load.ts"
import type { WorkerOrder, WorkerResult } from "./worker.ts"

/** Threads that load a model and join its search. */
export interface Team {
  /** What they found, once the search is over. */
  readonly results: Promise<readonly WorkerResult[]>
  readonly dismiss: () => Promise<void>
}

const resultOf = (worker: Worker): Promise<WorkerResult> =>
  new Promise((resolve, reject) => {
    worker.once("message", resolve)
    worker.once("error", reject)
    worker.once("exit", (code) => reject(new Error(`a worker ended with code ${code} before its search did`)))
  })

const script = new URL(`./worker${extname(import.meta.url)}`, import.meta.url)

/** Starts as many threads. */
export const gatherTeam = (
  count: number,
  order: SearchSettings & { readonly source: Source; readonly memory: SearchMemory },
): Team => {
  const { source, memory, exact, seed, handlerMillis } = order
  // What this thread has loaded, the others need not strip of types and compile again.
  flushCompileCache()
  const workers = Array.from({ length: count }, (_, index) => {
    const workerData: WorkerOrder = { source, memory, exact, seed, handlerMillis, me: index + 1 }
    return new Worker(script, { workerData })
  })
  const results = Promise.all(workers.map(resultOf))
  // Whoever waits for the results hears of a failure; a team that is dismissed before has none to tell.
  results.catch(() => {})
  return {
    results,
    dismiss: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}
