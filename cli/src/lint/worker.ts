import { parentPort, workerData } from "node:worker_threads"
import { analyse } from "@lockstep/generator"

/** Analyses files one after the other in a thread, and posts what is found of each. */
for (const file of workerData as readonly string[])
  parentPort?.postMessage({ file, diagnostics: analyse(file)?.diagnostics ?? [] })
