import { basename } from "node:path"
import type { StepLabel, Trace } from "@lockstep/checker"
import type { Instance } from "../load/models.ts"
import { paint } from "../report/paint.ts"
import { flow, wrap } from "../report/wrap.ts"
import { type Locator, placeOf, type Written } from "../source/locate.ts"
import { beginningOf, stepChanges, stepsOf } from "./changes.ts"
import { happening } from "./happening.ts"

interface Row {
  readonly node: string
  readonly happening: string
  readonly place: string
  readonly changes: readonly string[]
}

/** A short name for each place: without its folder, where that cannot be taken for another file. */
const shortPlaces = (places: readonly (Written | undefined)[]): string[] => {
  const files = new Set(places.flatMap((place) => place?.file ?? []))
  const names = [...files].map((file) => basename(file))
  const isShort = new Set(names).size === names.length
  return places.map((place) => {
    if (place === undefined) return ""
    return isShort ? `${basename(place.file)}:${place.line}` : placeOf(place)
  })
}

/** What a crash alone changes was not durable; a handler that recovers may change more. */
const forgotten = ({ kind }: StepLabel, recovers: boolean, changes: readonly string[]): string[] =>
  kind === "crash" && !recovers && changes.length > 0 ? ["not durable, so forgotten"] : []

/** The handler is named, and yet the node is not as it would leave it. */
const interrupted = ({ kind }: StepLabel): string[] => (kind === "interruption" ? ["the rest of the step is lost"] : [])

const heard: readonly StepLabel["kind"][] = ["message", "duplicate", "overtake", "result"]

/** A message that was heard and had no effect is gone all the same. */
const unheeded = ({ kind }: StepLabel, changes: readonly string[]): string[] =>
  heard.includes(kind) && changes.length === 0 ? ["changes nothing"] : []

const rowsOf = (instance: Instance, trace: Trace, locator: Locator): Row[] => {
  const steps = stepsOf(trace)
  const written = ({ handler }: StepLabel) => (handler === undefined ? undefined : locator.handler(instance, handler))
  const places = shortPlaces(steps.map(({ step }) => written(step.label)))
  return steps.map(({ step, before }, index) => {
    const { label } = step
    const place = places[index] ?? ""
    const changes = stepChanges(before, step)
    const remarks = [...forgotten(label, place !== "", changes), ...interrupted(label), ...unheeded(label, changes)]
    return { node: label.node ?? "", happening: happening(label), place, changes: [...changes, ...remarks] }
  })
}

const leastWidth = 40

/** A message that is longer than this part of the line pushes its changes below it, and not those of all others to the right. */
const widestHappening = 0.35

/** Where the columns of a trace stand. */
interface Columns {
  readonly digits: number
  readonly node: number
  readonly happening: number
  readonly place: number
  /** Where changes begin. */
  readonly changes: number
  /** Changes stand below what happens, where there is no room beside it. */
  readonly isNarrow: boolean
}

const gapped = (column: number): number => (column > 0 ? column + 2 : 0)

const columnsOf = (rows: readonly Row[], width: number): Columns => {
  const longest = (part: "node" | "happening" | "place", most = width): number =>
    Math.max(0, ...rows.map((row) => row[part].length).filter((length) => length <= most))
  const digits = String(rows.length).length
  const [node, happening, place] = [longest("node"), longest("happening", width * widestHappening), longest("place")]
  const begin = 3 + digits + 2 + gapped(node)
  const changes = begin + happening + 2 + gapped(place)
  const isNarrow = width - changes < leastWidth
  return { digits, node, happening, place, changes: isNarrow ? begin + 2 : changes, isNarrow }
}

const rowLines = (row: Row, step: number, columns: Columns, width: number): string[] => {
  const { digits, node, happening, place, changes, isNarrow } = columns
  const isLong = isNarrow || row.happening.length > happening
  const number = String(step).padStart(3 + digits)
  const start = `${number}  ${row.node.padEnd(node)}${node > 0 ? "  " : ""}${row.happening.padEnd(isNarrow ? 0 : happening)}  `
  const head = `${start}${paint("dim", row.place.padEnd(isLong ? 0 : place))}`
  const room = Math.max(width - changes, leastWidth)
  const lines = flow(row.changes, room).flatMap((line) => (line.length > room ? wrap(line, room) : [line]))
  const below = (line: string): string => `${" ".repeat(changes)}${line}`
  if (isLong) return [head.trimEnd(), ...lines.map(below)]
  const [first = "", ...more] = lines
  return [`${head}${place > 0 ? "  " : ""}${first}`.trimEnd(), ...more.map(below)]
}

/** The lines of each step of a trace. */
export const stepLines = (instance: Instance, trace: Trace, locator: Locator, width: number): string[][] => {
  const rows = rowsOf(instance, trace, locator)
  const columns = columnsOf(rows, width)
  return rows.map((row, index) => rowLines(row, index + 1, columns, width))
}

/** Where a behaviour may begin in several ways, the one at hand comes before its first step. */
const beginningRows = (trace: Trace): Row[] => {
  const changes = beginningOf(trace)
  return changes.length === 0 ? [] : [{ node: "", happening: "begins with", place: "", changes }]
}

/** A trace, one line a step: who, what, where that is written, and only what changed. */
export const traceLines = (instance: Instance, trace: Trace, locator: Locator, width: number): string[] => {
  const beginning = beginningRows(trace)
  const rows = [...beginning, ...rowsOf(instance, trace, locator)]
  const columns = columnsOf(rows, width)
  return rows.flatMap((row, index) => rowLines(row, index + 1 - beginning.length, columns, width))
}
