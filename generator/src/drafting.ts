import { enableCompileCache } from "node:module"
import { parentPort, workerData } from "node:worker_threads"
import type { DraftAnswer, DraftOrder } from "./draft-beside.ts"

/** A thread has no compile cache of its own accord: it shares that of the process, where there is one. */
if (typeof workerData === "string") enableCompileCache(workerData)
const { draft } = await import("./draft.ts")

/** Drafts libraries in a thread, one after the other. */
parentPort?.on("message", ({ id, path, options }: DraftOrder) => {
  const answer: DraftAnswer = { id, drafted: draft(path, options) }
  parentPort?.postMessage(answer)
})
