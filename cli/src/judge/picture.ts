import { showValue } from "../trace/values.ts"
import type { Recorded } from "./recording.ts"

/** An operation as a bar: its lane, and the columns that it goes from and to. */
export interface Bar {
  readonly line: number
  readonly lane: string
  readonly label: string
  readonly from: number
  readonly to: number
}

const isKeyed = (
  recorded: Recorded,
): recorded is Recorded & { operation: { argument: { key: unknown; argument: unknown } } } =>
  recorded.key !== undefined &&
  typeof recorded.operation.argument === "object" &&
  recorded.operation.argument !== null &&
  "key" in recorded.operation.argument &&
  "argument" in recorded.operation.argument

/** What an operation says: its call, key, argument and answer. */
export const labelOf = (recorded: Recorded): string => {
  const { operation, key } = recorded
  const argument = isKeyed(recorded) ? recorded.operation.argument.argument : operation.argument
  const words = [
    operation.call,
    ...(key === undefined ? [] : [showValue(key)]),
    ...(argument === null ? [] : [showValue(argument)]),
  ]
  const hasAnswer = operation.outcome === "answered" && (operation.answer !== null || argument === null)
  return `${words.join(" ")}${hasAnswer ? ` → ${showValue(operation.answer)}` : ""}`
}

const endOf = ({ operation }: Recorded): number => (operation.outcome === "pending" ? Infinity : operation.end)

/** Gives each moment a column, so that order is kept and each bar is as long as what it says. */
const columnsOf = (part: readonly Recorded[]): ReadonlyMap<number, number> => {
  const begins = part.map(({ operation }) => operation.begin)
  const moments = [...new Set([...begins, ...part.map(endOf)])].sort((one, other) => one - other)
  const columns = new Map<number, number>()
  let column = 0
  for (const moment of moments) {
    for (const one of part)
      if (endOf(one) === moment)
        column = Math.max(column, (columns.get(one.operation.begin) ?? 0) + labelOf(one).length + 4)
    columns.set(moment, column)
    column += 2
  }
  return columns
}

/** The operations as bars over a common time. */
export const barsOf = (part: readonly Recorded[]): readonly Bar[] => {
  const columns = columnsOf(part)
  return part.map((one) => ({
    line: one.line,
    lane: one.operation.client,
    label: labelOf(one),
    from: columns.get(one.operation.begin) ?? 0,
    to: columns.get(endOf(one)) ?? 0,
  }))
}

const drawn = ({ label, from, to }: Bar): string => {
  const room = to - from - 2 - label.length
  const left = room >> 1
  return `${" ".repeat(from)}├${"─".repeat(left - 1)} ${label} ${"─".repeat(room - left - 1)}┤`
}

/** The bars as text, one a line. */
export const textPicture = (part: readonly Recorded[]): readonly string[] => {
  const bars = barsOf(part)
  const widthOf = (pick: (bar: Bar) => string): number => Math.max(...bars.map((bar) => pick(bar).length))
  const [lanes, lines] = [widthOf(({ lane }) => lane), widthOf(({ line }) => String(line))]
  return bars.map((bar) => `line ${String(bar.line).padStart(lines)}  ${bar.lane.padEnd(lanes)}  ${drawn(bar)}`)
}
