import { parentPort, workerData } from "node:worker_threads"
import { analyse } from "@lockstep/generator/analyse"

/** Analyses files one after the other in a thread, and posts what is found of each. Loading all of the generator takes longer than the analysis. */
parentPort?.once("message", (files: readonly string[]) => {
  for (const file of files) parentPort?.postMessage({ file, diagnostics: analyse(file)?.diagnostics ?? [] })
})

if (typeof workerData === "string") analyse(workerData)
