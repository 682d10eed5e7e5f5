import { readFileSync } from "node:fs"
import type { Report } from "@lockstep/checker"
import { aText, listOf, optional, record } from "../forms.ts"
import { type UserError, userErrors } from "../messages.ts"
import { isRemark } from "../report/json.ts"

/** What `check --json` said of one instance. */
export type Reported = Report & { readonly file: string; readonly instance: string }

const snapshotForm = listOf(record({ kind: aText, name: aText }))
const traceForm = record({
  initial: snapshotForm,
  steps: listOf(record({ label: record({ kind: aText }), after: snapshotForm })),
})
const reportForm = record({
  file: aText,
  instance: aText,
  properties: listOf(record({ outcome: aText, trace: optional(traceForm) })),
  fault: optional(record({ handler: aText, reason: aText, trace: optional(traceForm) })),
})

const isReported = (value: unknown): value is Reported => reportForm(value)

const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return undefined
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A report is a list, and a trace is none. */
const isList = (text: string | undefined): boolean => text?.trimStart().startsWith("[") ?? false

const example = "lockstep replay report.json"

/** The report that a file holds; `undefined` where the paths are those of traces. */
export const reportIn = (
  paths: readonly string[],
  spec: string | undefined,
): readonly Reported[] | UserError | undefined => {
  const [path = "", ...more] = paths
  const named = paths.filter((one) => one.endsWith(".json"))
  if (more.length > 0)
    return named.some((one) => isList(textOf(one)))
      ? userErrors.pathCount("replay", "one report at a time", paths.length, example)
      : undefined
  const text = textOf(path)
  if (!isList(text) && (spec !== undefined || named.length === 0)) return undefined
  if (text === undefined) return userErrors.noReport(path, "cannot be read")
  const all = parsed(text)
  const reports = Array.isArray(all) ? all.filter((one) => !isRemark(one)) : undefined
  return reports?.every(isReported)
    ? reports
    : userErrors.noReport(path, "is nothing that `lockstep check --json` prints")
}
