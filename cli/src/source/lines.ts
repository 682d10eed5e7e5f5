import { readFileSync } from "node:fs"

const texts = new Map<string, readonly string[]>()

const read = (file: string): readonly string[] => {
  try {
    return readFileSync(file, "utf8").split(/\r?\n/)
  } catch {
    return []
  }
}

/** The lines of a source file, read once; none where there is no such file. */
export const linesOf = (file: string): readonly string[] => {
  const lines = texts.get(file) ?? read(file)
  texts.set(file, lines)
  return lines
}

/** The line and the column of an offset, both from 1. */
export const lineAndColumn = (text: string, at: number): { readonly line: number; readonly column: number } => {
  const before = text.slice(0, at).split("\n")
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
