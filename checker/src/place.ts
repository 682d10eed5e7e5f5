import { join, sep } from "node:path"
import { fileURLToPath } from "node:url"

/** A place in a file. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** The folder that the packages of lockstep lie in, and what is ours there: specs may lie beside them. */
const packages = join(import.meta.dirname, "..", "..") + sep
const sources = /^(?:checker|cli|explorer|generator|judge|language|runtime|simulator)[\\/](?:bin|dist|src)[\\/]/

const isOurs = (file: string): boolean => file.startsWith(packages) && sources.test(file.slice(packages.length))

const frame = /(?<=[\s(])((?:file:\/\/)?\/[^\s()]+?):(\d+):(\d+)\)?$/gm

/** The innermost frame of a stack that is the author's: neither ours nor an installed package's. */
export const authorsPlace = (stack: string): Place | undefined => {
  for (const [, named = "", line, column] of stack.matchAll(frame)) {
    const file = named.startsWith("file:") ? fileURLToPath(named) : named
    if (!file.includes("/node_modules/") && !isOurs(file)) return { file, line: Number(line), column: Number(column) }
  }
  return undefined
}
