import { parentPort } from "node:worker_threads"
import { draft } from "./draft.ts"
import type { DraftAnswer, DraftOrder } from "./draft-beside.ts"

/** Drafts libraries in a thread, one after the other. */
parentPort?.on("message", ({ id, path, options }: DraftOrder) => {
  const answer: DraftAnswer = { id, drafted: draft(path, options) }
  parentPort?.postMessage(answer)
})
