import type { TraceFile } from "@lockstep/judge"
import fc from "fast-check"

/** What somebody does to a trace, by random numbers that choose where. */
export interface Tampering {
  readonly kind: "alter" | "leave-out" | "drop" | "repeat" | "swap" | "invent" | "pick"
  readonly file: number
  readonly line: number
  readonly leaf: number
}

export const tamperings: fc.Arbitrary<Tampering> = fc.record({
  kind: fc.constantFrom("alter", "alter", "alter", "leave-out", "drop", "repeat", "swap", "invent", "pick"),
  file: fc.nat(),
  line: fc.nat(),
  leaf: fc.nat(),
})

/** A trace with something changed, and where. */
export interface Tampered {
  readonly files: readonly TraceFile[]
  readonly path: string
  /** From 1. */
  readonly line: number
  readonly before: string
  readonly after: string
}

type Path = readonly (string | number)[]

const pathsIn = (value: unknown, path: Path = []): readonly Path[] => {
  if (typeof value !== "object" || value === null) return [path]
  const inner = Object.entries(value).flatMap(([name, part]) => pathsIn(part, [...path, name]))
  return path.length === 0 ? inner : [path, ...inner]
}

const other = (value: unknown): unknown => {
  if (typeof value === "number") return value + 1
  if (typeof value === "boolean") return !value
  if (typeof value === "string") return `${value}x`
  return value === null ? 1 : null
}

/** A copy in which the part at a path is another, or is left out. */
const replaced = (value: unknown, [name, ...rest]: Path, leavesOut: boolean): unknown => {
  if (name === undefined) return other(value)
  const entries = Object.entries(value as object).flatMap(([own, part]): (readonly [string, unknown])[] => {
    if (own !== name) return [[own, part]]
    return leavesOut && rest.length === 0 ? [] : [[own, replaced(part, rest, leavesOut)]]
  })
  return Array.isArray(value) ? entries.map(([, part]) => part) : Object.fromEntries(entries)
}

const altered = (line: string, leaf: number, leavesOut: boolean): string => {
  const value: unknown = JSON.parse(line)
  const paths = pathsIn(value)
  return JSON.stringify(replaced(value, paths[leaf % paths.length] ?? [], leavesOut))
}

/** A step more of the same kind, numbered as the next. */
const invented = (line: string): string =>
  line.replace(/^\{"step":(\d+)/, (_, step: string) => `{"step":${Number(step) + 1}`)

const linesFor = ({ kind, leaf }: Tampering, line: string, next: string): readonly string[] => {
  switch (kind) {
    case "alter":
      return [altered(line, leaf, false), next]
    case "leave-out":
      return [altered(line, leaf, true), next]
    case "drop":
      return [next]
    case "repeat":
      return [line, line, next]
    case "swap":
      return [next, line]
    case "invent":
      return [line, invented(line), next]
    case "pick":
      return [line.replace(/,"input"/, ',"picks":[0],"input"'), next]
  }
}

/** Does it: to any line of any file but the last of each, behind which nothing is. */
export const tamper = (files: readonly TraceFile[], tampering: Tampering): Tampered => {
  const at = tampering.file % files.length
  const { path, text } = files[at] ?? { path: "", text: "" }
  const lines = text.split("\n").slice(0, -1)
  const line = tampering.line % (lines.length - 1)
  const [before = "", next = ""] = lines.slice(line, line + 2)
  const changed = linesFor(tampering, before, next)
  const whole = [...lines.slice(0, line), ...changed, ...lines.slice(line + 2)]
  return {
    files: files.with(at, { path, text: `${whole.join("\n")}\n` }),
    ...{ path, line: line + 1, before, after: changed[0] ?? "" },
  }
}
