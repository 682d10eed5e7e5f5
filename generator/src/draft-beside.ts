import { getCompileCacheDir } from "node:module"
import { extname } from "node:path"
import { Worker } from "node:worker_threads"
import type { Draft, DraftOptions, Unwritable } from "./draft.ts"

/** What the thread is asked for. */
export interface DraftOrder {
  readonly id: number
  readonly path: string
  readonly options: DraftOptions
}

/** What it answers. */
export interface DraftAnswer {
  readonly id: number
  readonly drafted: Draft | Unwritable
}

const script = new URL(`./drafting${extname(import.meta.url)}`, import.meta.url)

let thread: Worker | undefined
let orders = 0

/** The compiler is loaded once for all drafts: the thread stays, and keeps no process alive. */
const threadOf = (): Worker => {
  if (thread !== undefined) return thread
  const started = new Worker(script, { workerData: getCompileCacheDir() })
  started.once("exit", () => {
    if (thread === started) thread = undefined
  })
  thread = started
  return started
}

/** Reads, verifies and writes in a thread, while this one explores. */
export const draftBeside = (path: string, options: DraftOptions): Promise<Draft | Unwritable> =>
  new Promise((resolve, reject) => {
    const worker = threadOf()
    const order: DraftOrder = { id: orders++, path, options }
    const leave = (): void => {
      worker.off("message", hear)
      worker.off("error", fail)
      if (worker.listenerCount("message") === 0) worker.unref()
    }
    const hear = ({ id, drafted }: DraftAnswer): void => {
      if (id !== order.id) return
      leave()
      resolve(drafted)
    }
    const fail = (error: unknown): void => {
      leave()
      reject(error)
    }
    worker.on("message", hear)
    worker.on("error", fail)
    worker.ref()
    worker.postMessage(order)
  })
