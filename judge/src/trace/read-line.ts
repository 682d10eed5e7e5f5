import type { AnyState, Effect, Input } from "@lockstep/language"
import { jsonStop } from "../json.ts"
import type { Complaint, FieldChange, HeaderLine, Line, StepLine } from "./line.ts"
import { effectShapes, firstWrong, inputShapes, lineShapeOf, lineShapes, type Shape, type Wrong } from "./shape.ts"
import { isFields, lively } from "./value.ts"

type Fields = { readonly [field: string]: unknown }

const seeFormat = "docs/trace-format.md says how lines are written"

const complaint = (column: number, reason: string, fix: string): Complaint => ({
  kind: "complaint",
  ...{ column, reason, fix },
})

/** Where a field stands in a line. */
const columnOf = (text: string, field: string): number => text.indexOf(`"${field}"`) + 1 || 1

const parse = (text: string): { readonly kind: "fields"; readonly fields: Fields } | Complaint => {
  try {
    const fields: unknown = JSON.parse(text)
    return isFields(fields) ? { kind: "fields", fields } : complaint(1, "is no JSON record", seeFormat)
  } catch {
    return complaint(jsonStop(text) + 1, "is no JSON", "a trace is copied whole, line by line: copy the file again")
  }
}

const shapedBy = (shapes: { readonly [kind: string]: Shape }, { kind, ...fields }: Fields): Wrong | undefined =>
  firstWrong(fields, shapes[String(kind)] ?? {})

const wrongInStep = ({ input, effects = [] }: Fields): Wrong | undefined => {
  const wrong = shapedBy(inputShapes, input as Fields)
  if (wrong !== undefined) return { ...wrong, reason: `has an input that ${wrong.reason}` }
  for (const effect of effects as readonly Fields[]) {
    const strange = shapedBy(effectShapes, effect)
    if (strange !== undefined) return { ...strange, reason: `has an effect that ${strange.reason}` }
  }
  return undefined
}

const changeOf = (change: unknown): FieldChange =>
  isFields(change) && "#delta" in change
    ? { kind: "delta", delta: lively(change["#delta"]) }
    : { kind: "value", value: lively(change) }

/** The boundary where the fields of a step gain their types: all of them are looked at before. */
const stepOf = ({ step, now, input, picks = [], changes = {}, effects = [], sends = [] }: Fields): StepLine => {
  const { life, number, ...rest } = lively(input) as Fields
  return {
    kind: "step",
    step: step as number,
    now: now as number,
    input: rest as Input,
    origin: life === undefined ? undefined : { life: life as string, number: number as number },
    picks: picks as readonly number[],
    changes: Object.fromEntries(
      Object.entries(changes as Fields).map(([field, change]) => [field.replace(/^##/, "#"), changeOf(change)]),
    ),
    effects: lively(effects) as readonly Effect[],
    sends: sends as StepLine["sends"],
  }
}

/** The boundary where the fields of another line gain their types. */
const lineOf = (kind: string, fields: Fields): Line => {
  switch (kind) {
    case "trace":
      return { ...(fields as unknown as Omit<HeaderLine, "kind">), kind: "header" }
    case "state":
      return { kind: "state", state: lively(fields["state"]) as AnyState, before: fields["before"] as number }
    case "gap":
      return { kind: "gap", gap: fields["gap"] as number, before: fields["before"] as number }
    case "end":
      return { kind: "end", end: fields["end"] as number }
    default:
      return stepOf(fields)
  }
}

/** A line of a trace, or why it is none. */
export const readLine = (text: string): Line | Complaint => {
  const parsed = parse(text)
  if (parsed.kind === "complaint") return parsed
  const { fields } = parsed
  const kind = Object.keys(lineShapes).find((field) => field in fields)
  if (kind === undefined)
    return complaint(1, "is no line of a trace", `it needs one of the fields ${Object.keys(lineShapes).join(", ")}`)
  const wrong = firstWrong(fields, lineShapeOf(kind, fields)) ?? (kind === "step" ? wrongInStep(fields) : undefined)
  return wrong === undefined ? lineOf(kind, fields) : complaint(columnOf(text, wrong.field), wrong.reason, wrong.fix)
}
