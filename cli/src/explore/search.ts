import { availableParallelism } from "node:os"
import { extname } from "node:path"
import { Worker } from "node:worker_threads"
import type { Report } from "@lockstep/checker"
import { readKept } from "../cache/text.ts"
import { defaultMemoryBytes } from "../check/limits.ts"
import type { Instance } from "../load/models.ts"
import type { SearchTask } from "./worker.ts"

const script = new URL(`./worker${extname(import.meta.url)}`, import.meta.url)

/** Checks an instance in threads of its own: whoever looks at a state meanwhile need not wait. */
export const search = ({ url, name }: Instance, timeoutMillis: number, signal: AbortSignal): Promise<Report> =>
  new Promise((resolve, reject) => {
    const task: SearchTask = {
      source: { url, name },
      workers: Math.max(1, availableParallelism() - 1),
      memoryBytes: defaultMemoryBytes,
      timeoutMillis,
    }
    const worker = new Worker(script, { workerData: task })
    signal.addEventListener("abort", () => void worker.terminate(), { once: true })
    worker.once("error", reject)
    worker.once("message", (text: string) => {
      const kept = readKept(text)
      if (kept === undefined) reject(new Error("what the search found cannot be read"))
      else resolve(kept.report)
      void worker.terminate()
    })
  })
