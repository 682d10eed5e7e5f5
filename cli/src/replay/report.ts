import { existsSync } from "node:fs"
import { firstStrange, type Snapshot, type Trace } from "@lockstep/checker"
import { notAcceptedCode } from "../exit.ts"
import { loadInstances } from "../load/models.ts"
import { isUserError, type UserError, userErrors } from "../messages.ts"
import { counted } from "../report/amounts.ts"
import { toJson } from "../report/json.ts"
import { isRecord } from "../forms.ts"
import { paint } from "../report/paint.ts"
import { traceOf } from "../report/trace.ts"
import type { ReplayArguments } from "./arguments.ts"
import { inspectTrace } from "./inspect.ts"
import type { Reported } from "./reported.ts"
import { shellWord } from "../shell-word.ts"

/** A value with the fields of its records in one order. */
const ordered = (_key: string, value: unknown): unknown =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))) : value

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

/** Why the model is not there that a report speaks of. */
const lost = (reported: Reported, spec: string | undefined, reason: UserError): UserError => {
  const { file, instance } = reported
  if (spec === undefined && !existsSync(file))
    return { ...userErrors.noSuchPath(file), fix: "replay it where it was checked, or name its model: --spec <path>" }
  if (reason.code !== "unknown-instance") return reason
  const fix =
    spec === undefined
      ? `see what is there: \`lockstep check ${shellWord(file)}\``
      : `it was in ${file}: leave --spec out, or name that`
  return userErrors.lostInstance(spec ?? file, instance, fix)
}

const hold = async (
  reported: Reported,
  trace: Trace,
  { spec, inspects }: ReplayArguments,
): Promise<Held | UserError> => {
  const { file, instance, fault } = reported
  const loaded = await loadInstances([spec ?? file], instance)
  if (isUserError(loaded)) return lost(reported, spec, loaded)
  const [found] = loaded.instances
  if (found === undefined) return userErrors.noModels(spec ?? file)
  const strange = firstStrange(found.model, trace, looksOf) ?? null
  if (inspects && strange === null) inspectTrace(found, trace, looksOf, fault)
  return { file: spec ?? file, instance, steps: trace.steps.length, strange }
}

const linesOf = ({ file, instance, steps, strange }: Held, report: string): readonly string[] => {
  if (strange === null)
    return [`  ${paint("green", "✓")} ${instance} of ${file} takes all of its ${counted(steps, "step")}`]
  const place = strange === 0 ? "the beginning" : `step ${strange}`
  return [
    `  ${paint("red", "✗")} ${instance} of ${file} does not take ${place}`,
    "    the model or the report is another one by now: check it again with",
    `    \`lockstep check ${shellWord(file)} --instance ${instance} --reporter ${shellWord(`json=${report}`)}\``,
  ]
}

/** What is said of traces, and has no meaning for a report. */
const surplus = ({ accept, budgetMillis }: ReplayArguments): UserError | undefined => {
  if (accept !== undefined) return userErrors.notOfReports("accept", "it names no build of another spec")
  return budgetMillis === undefined
    ? undefined
    : userErrors.notOfReports("budget", "its steps are followed, and no property is evaluated")
}

/** Holds every counterexample of a report against the model that it is of. */
export const replayReport = async (all: readonly Reported[], asked: ReplayArguments): Promise<number | UserError> => {
  const wrong = surplus(asked)
  if (wrong !== undefined) return wrong
  const [path = ""] = asked.paths
  const broken = all.flatMap((reported) => {
    const trace = traceOf(reported)
    return trace === undefined ? [] : [{ reported, trace }]
  })
  const names = [...new Set(broken.map(({ reported }) => reported.instance))]
  if (names.length === 0) return userErrors.noCounterexample(path, [...new Set(all.map(({ instance }) => instance))])
  const { instance: wanted } = asked
  if (wanted !== undefined && !names.includes(wanted)) return userErrors.unknownCounterexample(path, wanted, names)
  const held: Held[] = []
  for (const { reported, trace } of broken) {
    if (wanted !== undefined && wanted !== reported.instance) continue
    const one = await hold(reported, trace, asked)
    if (isUserError(one)) return one
    held.push(one)
  }
  process.stdout.write(asked.json ? toJson(held) : `${held.flatMap((one) => linesOf(one, path)).join("\n")}\n`)
  return held.every(({ strange }) => strange === null) ? 0 : notAcceptedCode
}
