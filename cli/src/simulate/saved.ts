import { existsSync, readFileSync } from "node:fs"
import { writeText } from "@lockstep/generator/files"
import { type FaultName, faultNames, type Schedule } from "@lockstep/simulator"
import { aFlag, aNumber, aSize, aText, aWhole, either, listOf, named, oneOf, record, tuple } from "../forms.ts"
import { unreadable, type UserError, userErrors } from "../messages.ts"
import type { SimulateArguments, Span } from "./arguments.ts"
import { shellWord } from "../shell-word.ts"

/** A failure as it is kept: all that the run is a function of, and what it must no longer break. */
export interface Saved {
  readonly format: "lockstep simulation 1"
  readonly path: string
  readonly instance: string
  readonly nodes: { readonly [role: string]: number }
  readonly timers: { readonly [timer: string]: Span }
  readonly faults: readonly FaultName[]
  readonly breaks: string
  readonly isHealed: boolean
  readonly schedule: Schedule
}

/** Keeps a failure. */
export const save = (file: string, saved: Saved): void => {
  const { schedule, ...rest } = saved
  const decisions = schedule.decisions.map((decision) => `    ${JSON.stringify(decision)}`).join(",\n")
  const head = JSON.stringify(rest, null, 2).slice(0, -2)
  writeText(file, `${head},\n  "schedule": { "seed": ${schedule.seed}, "decisions": [\n${decisions}\n  ] }\n}\n`)
}

const decisionForm = either(
  record({ kind: oneOf("deliver", "double", "lose"), from: aText, to: aText, nth: aSize }),
  record({ kind: oneOf("wake", "upgrade", "stop", "pause", "resume", "tick"), node: aText }),
  record({ kind: oneOf("pass", "jump"), node: aText, millis: aNumber }),
  record({ kind: oneOf("call"), client: aSize, node: aText }),
  record({ kind: oneOf("perform"), node: aText, nth: aSize, way: aSize }),
  record({ kind: oneOf("answer"), node: aText, nth: aSize }),
  record({ kind: oneOf("crash"), node: aText, operation: either(aSize, oneOf("early", null)) }),
  record({ kind: oneOf("full"), node: aText, operation: aSize }),
  record({ kind: oneOf("rot"), node: aText, seed: aWhole }),
  record({ kind: oneOf("restart"), node: aText, seed: either(aWhole, oneOf(null)) }),
  record({ kind: oneOf("cut", "mend"), from: aText, to: aText }),
)

const savedForm = record({
  format: oneOf("lockstep simulation 1"),
  path: aText,
  instance: aText,
  nodes: named(aSize),
  timers: named(tuple(aNumber, aNumber)),
  faults: listOf(oneOf(...faultNames)),
  breaks: aText,
  isHealed: aFlag,
  schedule: record({ seed: aWhole, decisions: listOf(decisionForm) }),
})

const isSaved = (value: unknown): value is Saved => savedForm(value)

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Reads what was kept. */
export const readSaved = (file: string): Saved | UserError => {
  try {
    const value = parsed(readFileSync(file, "utf8"))
    return isSaved(value) ? value : userErrors.notSaved(file)
  } catch (error) {
    return userErrors.notSaved(file, unreadable(error))
  }
}

/** The first node that the decisions speak of and that is not there: what cannot be done is passed over, so that nothing would fail any more. */
const strangeNode = ({ schedule }: Saved, nodes: ReadonlySet<string>): string | undefined =>
  schedule.decisions
    .flatMap((one) => ("from" in one ? [one.from, one.to] : [one.node]))
    .find((node) => !nodes.has(node))

const anew = (file: string, path: string): string =>
  `look for it anew: \`lockstep simulate ${shellWord(path)} --save ${shellWord(file)}\``

/** Why a failure cannot happen in a model, whatever its handlers do. */
export const unplayable = (file: string, saved: Saved, nodes: ReadonlySet<string>): UserError | undefined => {
  const strange = strangeNode(saved, nodes)
  if (strange === undefined) return undefined
  const reason = `${saved.path} has no node ${strange}`
  return userErrors.otherSimulation(file, reason, anew(file, saved.path))
}

/** Who replays a failure chooses nothing: where its model is another by now, advice to choose would lead nowhere. */
export const misfit = (file: string, { path }: Saved, error: UserError): UserError => {
  if (!["no-such-path", "unknown-instance", "unknown-choice"].includes(error.code)) return error
  const reason = `${error.place ?? ""} ${error.reason}`.trim()
  const fix = existsSync(path) ? anew(file, path) : "replay it in the folder where it was saved"
  return userErrors.otherSimulation(file, reason, fix)
}

/** The arguments with which a kept failure is run again. */
export const argumentsOf = (
  asked: SimulateArguments,
  { path, instance, nodes, timers, faults }: Saved,
): SimulateArguments => ({
  ...asked,
  ...{ path, instance, nodes, timers, faults: new Set(faults) },
})
