import { counted } from "../report/amounts.ts"
import { cut } from "../report/cut.ts"
import { fileName } from "../report/file-name.ts"
import type { Gap } from "./find.ts"

const longestText = 80

/** What did not run, a line each. */
export const gapsText = (gaps: readonly Gap[]): string => {
  if (gaps.length === 0) return "all code of what was explored ran\n"
  const lines = gaps.map(
    ({ file, line, column, text }) => `  ${fileName(file)}:${line}:${column}  ${cut(text, longestText)}\n`,
  )
  return `never ran, though the code around it did: ${counted(gaps.length, "place")}\n${lines.join("")}`
}
