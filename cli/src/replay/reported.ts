import type { Report } from "@lockstep/checker"
import { aText, listOf, optional, record } from "../forms.ts"
import { type UserError, userErrors } from "../messages.ts"
import { isFailureText, reportsOf, textOf } from "../report/read.ts"

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

/** A report is a list, or says why there is none; a trace is neither. */
const isPrinted = (text: string | undefined): boolean =>
  text !== undefined && (text.trimStart().startsWith("[") || isFailureText(text))

const example = "lockstep replay report.json"

/** The report that a file holds; `undefined` where the paths are those of traces. */
export const reportIn = (
  paths: readonly string[],
  spec: string | undefined,
): readonly Reported[] | UserError | undefined => {
  const [path = "", ...more] = paths
  const named = paths.filter((one) => one.endsWith(".json"))
  if (more.length > 0)
    return named.some((one) => isPrinted(textOf(one)))
      ? userErrors.pathCount("replay", "one report at a time", paths.length, example)
      : undefined
  const text = textOf(path)
  if (!isPrinted(text) && (spec !== undefined || named.length === 0)) return undefined
  return reportsOf(path, text, isReported)
}
