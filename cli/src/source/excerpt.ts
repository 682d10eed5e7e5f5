import { linesOf } from "./lines.ts"

/** A line of a file, and a mark under one of its columns or all up to another; nothing where there is no such line. */
export const excerptAt = (place: {
  readonly file: string
  readonly line?: number
  readonly column?: number
  /** The column behind what is meant. */
  readonly endColumn?: number
}): readonly string[] => {
  const text = linesOf(place.file)[(place.line ?? 0) - 1]
  if (text === undefined || text.length > 160) return []
  const margin = `  ${place.line} │ `
  const { column, endColumn = 0 } = place
  if (column === undefined) return [`${margin}${text}`]
  const mark = "^".repeat(Math.max(endColumn - column, 1))
  return [`${margin}${text}`, `${" ".repeat(margin.length + column - 1)}${mark}`]
}
