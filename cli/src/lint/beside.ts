import { extname } from "node:path"
import { fileURLToPath } from "node:url"
import { Worker } from "node:worker_threads"
import type { Diagnostic } from "@lockstep/generator"

/** An analysis that goes on while something else does. */
export interface Analysis {
  /** What is wrong with a file, as soon as it is known. */
  readonly of: (file: string) => Promise<readonly Diagnostic[]>
  readonly end: () => Promise<unknown>
}

interface Answer {
  readonly file: string
  readonly diagnostics: readonly Diagnostic[]
}

const script = new URL(`./worker${extname(import.meta.url)}`, import.meta.url)

let prepared: Worker | undefined

const practice = fileURLToPath(new URL("../../templates/spec/model.ts", import.meta.url))

/** Lets a thread load the compiler before there is something to analyse, and keeps no process alive; who practises on a spec of ours takes half as long for the next. */
export const prepareAnalysis = ({ practises }: { readonly practises: boolean }): void => {
  prepared ??= new Worker(script, practises ? { workerData: practice } : {})
  prepared.unref()
}

/** Loading the compiler and asking it takes longer than many a search: a thread does it beside the search. */
const analyseInThread = (files: readonly string[]): Analysis => {
  const worker = prepared ?? new Worker(script)
  prepared = undefined
  worker.ref()
  worker.postMessage(files)
  const asked = new Map(files.map((file) => [file, Promise.withResolvers<readonly Diagnostic[]>()]))
  worker.on("message", ({ file, diagnostics }: Answer) => asked.get(file)?.resolve(diagnostics))
  worker.on("error", (error) => {
    for (const { reject } of asked.values()) reject(error)
  })
  /** Whoever waits is told; where nobody waits there is nobody to tell. */
  for (const { promise } of asked.values()) promise.catch(() => {})
  return { of: async (file) => asked.get(file)?.promise ?? [], end: () => worker.terminate() }
}

/** Begins to analyse files; where there are none, nothing is loaded. */
export const beginAnalysis = (files: readonly string[]): Analysis =>
  files.length === 0 ? { of: async () => [], end: async () => {} } : analyseInThread(files)
