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

/** Whether a file is neither ours nor an installed package's. */
export const isAuthors = (file: string): boolean => !file.includes("/node_modules/") && !isOurs(file)

const frame = /(?<=[\s(])((?:file:\/\/)?\/[^\s()]+?):(\d+):(\d+)\)?$/gm

/** The innermost frame that is the author's. */
const placeIn = (stack: string): Place | undefined => {
  for (const [, named = "", line, column] of stack.matchAll(frame)) {
    const file = named.startsWith("file:") ? fileURLToPath(named) : named
    if (isAuthors(file)) return { file, line: Number(line), column: Number(column) }
  }
  return undefined
}

/** Looks at something that an author made: it may throw itself when it is looked at. */
export const safely = <Seen>(look: () => Seen): Seen | undefined => {
  try {
    return look()
  } catch {
    return undefined
  }
}

/** The stack of what was thrown, where it has one. */
export const stackOf = (thrown: unknown): string => {
  const stack = safely(() => (thrown instanceof Error ? thrown.stack : undefined))
  return typeof stack === "string" ? stack : ""
}

/** Where the author's own text threw, or called what threw. */
export const authorsPlace = (thrown: unknown): Place | undefined => placeIn(stackOf(thrown))

/** What was thrown, in words, whatever it is. */
export const thrownText = (thrown: unknown): string =>
  safely(() => (thrown instanceof Error ? String(thrown.message) : String(thrown))) ?? "something that cannot be shown"
