import { basename } from "node:path"
import type { StepLabel, Trace } from "@lockstep/checker"
import type { Instance } from "../load/models.ts"
import { paint } from "../report/paint.ts"
import { type Locator, placeOf, type Written } from "../source/locate.ts"
import { stepChanges, stepsOf } from "./changes.ts"
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

const rowsOf = (instance: Instance, trace: Trace, locator: Locator): Row[] => {
  const steps = stepsOf(trace)
  const written = ({ handler }: StepLabel) => (handler === undefined ? undefined : locator.handler(instance, handler))
  const places = shortPlaces(steps.map(({ label }) => written(label)))
  return steps.map(({ label, before, after }, index) => {
    const place = places[index] ?? ""
    const changes = stepChanges(before, after, label)
    const remark = forgotten(label, place !== "", changes)
    return { node: label.node ?? "", happening: happening(label), place, changes: [...changes, ...remark] }
  })
}

/** Puts parts on as few lines as possible, without breaking any. */
const flow = (parts: readonly string[], width: number): string[] => {
  const lines: string[] = []
  for (const part of parts) {
    const line = lines.at(-1)
    if (line === undefined || line.length + 2 + part.length > width) lines.push(part)
    else lines[lines.length - 1] = `${line}  ${part}`
  }
  return lines
}

const leastWidth = 40

/** A trace, one line a step: who, what, where that is written, and only what changed. */
export const traceLines = (instance: Instance, trace: Trace, locator: Locator, width: number): string[] => {
  const rows = rowsOf(instance, trace, locator)
  const columnOf = (part: "node" | "happening" | "place"): number => Math.max(0, ...rows.map((row) => row[part].length))
  const [node, what, place] = [columnOf("node"), columnOf("happening"), columnOf("place")]
  const digits = String(rows.length).length
  const gap = (column: number): string => (column > 0 ? "  " : "")
  const margin = 3 + digits + 2 + node + gap(node).length + what + 2 + place + gap(place).length
  return rows.flatMap((row, index) => {
    const number = String(index + 1).padStart(3 + digits)
    const start = `${number}  ${row.node.padEnd(node)}${gap(node)}${row.happening.padEnd(what)}  `
    const head = `${start}${paint("dim", row.place.padEnd(place))}${gap(place)}`
    const [first = "", ...more] = flow(row.changes, Math.max(width - margin, leastWidth))
    return [`${head}${first}`.trimEnd(), ...more.map((line) => `${" ".repeat(margin)}${line}`)]
  })
}
