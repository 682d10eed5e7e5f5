import type { StepLabel, Trace } from "@lockstep/checker"
import { beginningOf, stepChanges, stepsOf } from "../trace/changes.ts"
import { happening } from "../trace/happening.ts"
import { showTagged } from "../trace/values.ts"

/** What ends a line, or begins a comment, in a diagram. */
const clean = (text: string): string => text.replace(/[;#]/g, " ")

const lossArrow = "-x"
const arrowOf = ({ kind }: StepLabel): string | undefined =>
  kind === "loss" ? lossArrow : ["message", "duplicate", "overtake"].includes(kind) ? "->>" : undefined

const note = (lanes: string, lines: readonly string[]): string =>
  `  Note over ${lanes}: ${lines.map(clean).join("<br/>")}`

const stepLines = ({ step, before }: ReturnType<typeof stepsOf>[number], all: string): string[] => {
  const { label } = step
  const arrow = arrowOf(label)
  const isArrow = arrow !== undefined && label.from !== undefined
  const shown = isArrow ? [`  ${label.from}${arrow}${label.node}: ${clean(showTagged(label.detail))}`] : []
  const changes = stepChanges(before, step).filter((change) => !change.startsWith("sends "))
  const told = [...(isArrow ? [] : [happening(label)]), ...changes]
  return told.length === 0 ? shown : [...shown, note(label.node ?? all, told)]
}

/** A sequence diagram with a lane for each node; what has no node has one lane. */
export const mermaid = (trace: Trace): string => {
  const nodes = trace.initial.filter(({ kind }) => kind === "node").map(({ name }) => name)
  const lanes = nodes.length > 0 ? nodes : ["state"]
  const all = [...new Set([lanes[0], lanes.at(-1)])].join(",")
  const participants = lanes.map((name) => `  participant ${name}`)
  const beginning = beginningOf(trace)
  const begun = beginning.length === 0 ? [] : [note(all, ["begins with", ...beginning])]
  const steps = stepsOf(trace).flatMap((step) => stepLines(step, all))
  return ["sequenceDiagram", ...participants, ...begun, ...steps, ""].join("\n")
}
