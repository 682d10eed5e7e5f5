import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"

/** A bug: in a file of a package, one text stands in the place of another. */
export interface Planted {
  readonly file: string
  readonly from: string
  readonly to: string
}

/** A copy of a package with a bug: the address of its index, and how to be rid of it. */
export interface Copy {
  readonly url: string
  readonly remove: () => void
}

const replaced = (text: string, { file, from, to }: Planted): string => {
  if (text.split(from).length !== 2) throw new Error(`${file} does not hold this once: ${from}`)
  return text.replace(from, () => to)
}

/** Copies the sources of a package to where they find what they import, and plants a bug. */
export const copyWith = (source: string, scratch: string, planted: Planted): Copy => {
  mkdirSync(scratch, { recursive: true })
  const folder = mkdtempSync(join(scratch, "planted-"))
  cpSync(source, folder, { recursive: true })
  const file = join(folder, planted.file)
  writeFileSync(file, replaced(readFileSync(file, "utf8"), planted))
  return {
    url: pathToFileURL(join(folder, "index.ts")).href,
    remove: () => rmSync(folder, { recursive: true }),
  }
}
