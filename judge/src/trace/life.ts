import type { EndLine, GapLine, HeaderLine, StateLine, StepLine } from "./line.ts"
import { readLine } from "./read-line.ts"

/** A file of a trace. */
export interface TraceFile {
  readonly path: string
  readonly text: string
}

/** Where a line stands; lines count from 1. */
export interface Site {
  readonly path: string
  readonly line: number
}

/** A line behind the header, and where it stands. */
export type Entry = (StateLine | StepLine | GapLine | EndLine) & { readonly site: Site }

/** What is recorded of one life of a node. */
export interface Life {
  readonly header: HeaderLine
  readonly site: Site
  readonly entries: readonly Entry[]
}

/** A line that cannot be understood. */
export interface Misread {
  readonly kind: "misread"
  readonly site: Site
  /** From 1. */
  readonly column: number
  readonly reason: string
  readonly fix: string
}

interface Part {
  readonly kind: "part"
  readonly header: HeaderLine
  readonly site: Site
  readonly entries: readonly Entry[]
}

const misread = (site: Site, column: number, reason: string, fix: string): Misread => ({
  kind: "misread",
  ...{ site, column, reason, fix },
})

const beginsWithHeader = "each file of a trace begins with a header: docs/trace-format.md says how"

/** A file's lines. The last one counts for nothing if the line feed behind it was never written. */
const readPart = ({ path, text }: TraceFile): Part | Misread | undefined => {
  const entries: Entry[] = []
  let header: HeaderLine | undefined
  let line = 0
  for (let start = 0, end = text.indexOf("\n"); end >= 0; start = end + 1, end = text.indexOf("\n", start)) {
    const site = { path, line: ++line }
    const read = readLine(text.slice(start, end))
    if (read.kind === "complaint") return misread(site, read.column, read.reason, read.fix)
    if (header === undefined && read.kind !== "header")
      return misread(site, 1, "stands before any header", beginsWithHeader)
    if (read.kind !== "header") entries.push({ ...read, site })
    else if (header === undefined) header = read
    else return misread(site, 1, "is a second header", "give each file of a trace by itself")
  }
  return header && { kind: "part", header, site: { path, line: 1 }, entries }
}

const sameHeader = (one: HeaderLine, other: HeaderLine): boolean => JSON.stringify(one) === JSON.stringify(other)

/** Where a part belongs among the others of its life. */
const firstStep = ({ entries: [first] }: Part): number => {
  if (first === undefined) return Infinity
  return first.kind === "step" ? first.step : first.kind === "end" ? first.end + 1 : first.before
}

const joined = (parts: readonly Part[]): Life | Misread => {
  const [first, ...more] = parts.toSorted((one, other) => firstStep(one) - firstStep(other))
  if (first === undefined) throw new Error("a life has no parts")
  const other = more.find(({ header }) => !sameHeader(header, first.header))
  if (other !== undefined)
    return misread(
      other.site,
      1,
      `is of the life ${first.header.life} too, and has another header`,
      `compare it with ${first.site.path}:1: the files of one life begin alike`,
    )
  return { header: first.header, site: first.site, entries: [first, ...more].flatMap(({ entries }) => entries) }
}

/** What all files hold together: the lives of nodes. */
export const readLives = (files: readonly TraceFile[]): readonly Life[] | Misread => {
  const parts = new globalThis.Map<string, Part[]>()
  for (const file of files) {
    const part = readPart(file)
    if (part?.kind === "misread") return part
    if (part === undefined) continue
    const key = JSON.stringify([part.header.node, part.header.life])
    parts.set(key, [...(parts.get(key) ?? []), part])
  }
  const lives: Life[] = []
  for (const own of parts.values()) {
    const life = joined(own)
    if ("kind" in life) return life
    lives.push(life)
  }
  return lives
}
