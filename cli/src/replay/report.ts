import { readFileSync } from "node:fs"
import { firstStrange, type Report, type Snapshot, type Trace } from "@lockstep/checker"
import { notAcceptedCode } from "../exit.ts"
import { loadInstances } from "../load/models.ts"
import { aText, listOf, optional, record } from "../forms.ts"
import { isUserError, type UserError, userErrors } from "../messages.ts"
import { counted } from "../report/amounts.ts"
import { isRemark, toJson } from "../report/json.ts"
import { paint } from "../report/paint.ts"
import { traceOf } from "../report/trace.ts"
import type { ReplayArguments } from "./arguments.ts"
import { inspectTrace } from "./inspect.ts"

/** What `check --json` said of one instance. */
type Reported = Report & { readonly file: string; readonly instance: string }

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

/** The report that a single file holds; `undefined` where it is something else. A report is a list, and a trace is none. */
export const reportIn = (
  paths: readonly string[],
  spec: string | undefined,
): readonly Reported[] | UserError | undefined => {
  const [path = "", ...more] = paths
  if (more.length > 0 || !path.endsWith(".json")) return undefined
  const text = textOf(path)
  const isMeant = text?.trimStart().startsWith("[") ?? false
  if (!isMeant && spec !== undefined) return undefined
  if (text === undefined) return userErrors.noReport(path, "cannot be read")
  const all = parsed(text)
  const reports = Array.isArray(all) ? all.filter((one) => !isRemark(one)) : undefined
  return reports?.every(isReported)
    ? reports
    : userErrors.noReport(path, "is nothing that `lockstep check --json` prints")
}

/** A value with the fields of its records in one order. */
const ordered = (_key: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value

/** In a report collections are arrays: so they are here. */
const looksOf = (snapshot: Snapshot): string =>
  JSON.stringify(JSON.parse(toJson(snapshot.filter(({ kind }) => kind !== "faults"))), ordered)

interface Held {
  readonly file: string
  readonly instance: string
  readonly steps: number
  /** The first step that the model does not take, if there is one. */
  readonly strange: number | null
}

const hold = async (
  { file, instance, fault }: Reported,
  trace: Trace,
  { spec = file, inspects }: ReplayArguments,
): Promise<Held | UserError> => {
  const loaded = await loadInstances([spec], instance)
  if (isUserError(loaded)) return loaded
  const [found] = loaded.instances
  if (found === undefined) return userErrors.noModels(spec)
  const strange = firstStrange(found.model, trace, looksOf) ?? null
  if (inspects && strange === null) inspectTrace(found, trace, looksOf, fault)
  return { file: spec, instance, steps: trace.steps.length, strange }
}

const lineOf = ({ file, instance, steps, strange }: Held): string =>
  strange === null
    ? `  ${paint("green", "✓")} ${instance} of ${file} takes all of its ${counted(steps, "step")}`
    : `  ${paint("red", "✗")} ${instance} of ${file} does not take ${strange === 0 ? "the beginning" : `step ${strange}`}`

/** Holds every counterexample of a report against the model that it is of. */
export const replayReport = async (all: readonly Reported[], asked: ReplayArguments): Promise<number | UserError> => {
  const held: Held[] = []
  for (const report of all) {
    const trace = traceOf(report)
    if (trace === undefined || (asked.instance !== undefined && asked.instance !== report.instance)) continue
    const one = await hold(report, trace, asked)
    if (isUserError(one)) return one
    held.push(one)
  }
  if (held.length === 0) return userErrors.noTrace(asked.paths.join(" "), "holds no counterexample")
  process.stdout.write(asked.json ? toJson(held) : `${held.map(lineOf).join("\n")}\n`)
  return held.every(({ strange }) => strange === null) ? 0 : notAcceptedCode
}
