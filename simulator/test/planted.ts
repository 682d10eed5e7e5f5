import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import type { Runtime } from "../src/index.ts"

const source = fileURLToPath(new URL("../../runtime/src/", import.meta.url))
const scratch = fileURLToPath(new URL("../dist/", import.meta.url))

/** A bug: in a file of the runtime, one text stands in the place of another. */
export interface Planted {
  readonly file: string
  readonly from: string
  readonly to: string
}

const replaced = (text: string, { file, from, to }: Planted): string => {
  if (text.split(from).length !== 2) throw new Error(`${file} does not hold this once: ${from}`)
  return text.replace(from, () => to)
}

/** A runtime, and the address that a library imports it from. */
export interface Build {
  readonly runtime: Runtime
  readonly url: string
  readonly remove: () => void
}

/** The runtime with a bug: a copy of its source, with one text replaced. */
export const runtimeWith = async (planted: Planted): Promise<Build> => {
  mkdirSync(scratch, { recursive: true })
  const folder = mkdtempSync(join(scratch, "planted-"))
  cpSync(source, folder, { recursive: true })
  const file = join(folder, planted.file)
  writeFileSync(file, replaced(readFileSync(file, "utf8"), planted))
  const url = pathToFileURL(join(folder, "index.ts")).href
  const runtime: Runtime = await import(url)
  return { runtime, url, remove: () => rmSync(folder, { recursive: true }) }
}
