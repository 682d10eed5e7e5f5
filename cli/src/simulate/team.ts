import { flushCompileCache } from "node:module"
import { extname } from "node:path"
import { Worker } from "node:worker_threads"
import type { Outcome } from "./outcome.ts"
import type { Ran, SimulateOrder } from "./worker.ts"

/** Threads that explore runs beside this one. */
export interface Team {
  /** Whether all of them have ended. */
  readonly isOver: () => boolean
  /** Waits until one of them tells what came of a run, or ends. */
  readonly news: () => Promise<unknown>
  readonly dismiss: () => Promise<void>
}

const script = new URL(`./worker${extname(import.meta.url)}`, import.meta.url)

/** Starts as many threads. One that is lost is not missed: the runs that it has not told of are left to others, and so is what it died of. */
export const gatherTeam = (
  count: number,
  order: SimulateOrder,
  onRan: (run: number, outcome: Outcome) => void,
): Team => {
  let next = Promise.withResolvers<undefined>()
  const tell = (): void => {
    next.resolve(undefined)
    next = Promise.withResolvers()
  }
  // What this thread has loaded, the others need not strip of types and compile again.
  flushCompileCache()
  const threads = new Set(Array.from({ length: count }, () => new Worker(script, { workerData: order })))
  for (const thread of threads) {
    thread.on("message", ({ run, outcome }: Ran) => {
      onRan(run, outcome)
      tell()
    })
    thread.on("error", () => {})
    thread.once("exit", () => {
      threads.delete(thread)
      tell()
    })
  }
  return {
    isOver: () => threads.size === 0,
    news: () => next.promise,
    dismiss: async () => {
      await Promise.all([...threads].map((thread) => thread.terminate()))
    },
  }
}
