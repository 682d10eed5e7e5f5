import { parentPort, workerData } from "node:worker_threads"
import { check, checkableOf, type Source } from "@lockstep/checker"
import { writeKept } from "../cache/text.ts"

/** What a search beside the page is given. */
export interface SearchTask {
  readonly source: Source
  readonly workers: number
  readonly memoryBytes: number
  readonly timeoutMillis: number
}

const { source, ...limits } = workerData as SearchTask
const module = (await import(source.url)) as { readonly [name: string]: unknown }
const model = checkableOf(module[source.name])
if (model !== undefined) {
  const report = await check(model, { source, ...limits })
  parentPort?.postMessage(writeKept({ checkedAt: "", report }))
}
