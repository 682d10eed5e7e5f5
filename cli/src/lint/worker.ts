import { parentPort } from "node:worker_threads"
import { analyse } from "@lockstep/generator"

/** Analyses files one after the other in a thread, and posts what is found of each. */
parentPort?.once("message", (files: readonly string[]) => {
  for (const file of files) parentPort?.postMessage({ file, diagnostics: analyse(file)?.diagnostics ?? [] })
})
