import { linesOf } from "./lines.ts"

/** A line of a file, and a mark under one of its columns; nothing where there is no such line. */
export const excerptAt = (place: {
  readonly file: string
  readonly line?: number
  readonly column?: number
}): readonly string[] => {
  const text = linesOf(place.file)[(place.line ?? 0) - 1]
  if (text === undefined || text.length > 160) return []
  const margin = `  ${place.line} │ `
  const mark = place.column === undefined ? [] : [`${" ".repeat(margin.length + place.column - 1)}^`]
  return [`${margin}${text}`, ...mark]
}
