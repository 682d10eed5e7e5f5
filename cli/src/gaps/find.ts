import type { Profiler } from "node:inspector"
import { lineAndColumn } from "../source/lines.ts"

/** Code that did not run where the code around it did. */
export interface Gap {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly text: string
}

/** What is known of each character: of functions that nobody called, where they stand at the top of a file, nothing. */
const marks = { unknown: 0, skipped: 1, ran: 2 } as const

type Functions = readonly Profiler.FunctionCoverage[]

/** Functions come in the order of the file, outer ones before inner ones. */
const marksOf = (size: number, functions: Functions): Uint8Array => {
  const marked = new Uint8Array(size)
  for (const { ranges } of functions) {
    const [whole] = ranges
    if (whole === undefined) continue
    const isKnown = whole.count > 0 || marked[whole.startOffset] !== marks.unknown
    for (const { startOffset, endOffset, count } of isKnown ? ranges : [])
      marked.fill(count > 0 ? marks.ran : marks.skipped, startOffset, endOffset)
  }
  return marked
}

/** Where what was skipped begins, and where it ends. */
const skippedIn = (marked: Uint8Array): readonly (readonly [from: number, to: number])[] => {
  const found: (readonly [number, number])[] = []
  let from = marked.indexOf(marks.skipped)
  while (from !== -1) {
    const length = marked.subarray(from).findIndex((mark) => mark !== marks.skipped)
    const to = length === -1 ? marked.length : from + length
    found.push([from, to])
    from = marked.indexOf(marks.skipped, to)
  }
  return found
}

/** What stands between the code that ran and the code that did not. */
const between = /^(?:[\s?:|&};]|else\b|\/\/.*|\/\*[^]*?\*\/)+/

/** The code of a file that did not run, by what the engine says of its functions. */
export const gapsIn = (file: string, text: string, functions: Functions): readonly Gap[] =>
  skippedIn(marksOf(text.length, functions)).flatMap(([from, to]) => {
    const skipped = text.slice(from, to)
    const code = skipped.replace(between, "")
    if (!/\w/.test(code)) return []
    return [
      { file, ...lineAndColumn(text, from + skipped.length - code.length), text: code.replace(/\s+/g, " ").trim() },
    ]
  })
