import type { StepLabel, Trace } from "@lockstep/checker"
import { stepChanges, stepsOf } from "../trace/changes.ts"
import { happening } from "../trace/happening.ts"
import { showTagged } from "../trace/values.ts"

/** What ends a line, or begins a comment, in a diagram. */
const clean = (text: string): string => text.replace(/[;#]/g, " ")

const lossArrow = "-x"
const arrowOf = ({ kind }: StepLabel): string | undefined =>
  kind === "loss" ? lossArrow : ["message", "duplicate", "overtake"].includes(kind) ? "->>" : undefined

const stepLines = (step: ReturnType<typeof stepsOf>[number], all: string): string[] => {
  const { label, before, after } = step
  const arrow = arrowOf(label)
  const isArrow = arrow !== undefined && label.from !== undefined
  const shown = isArrow ? [`  ${label.from}${arrow}${label.node}: ${clean(showTagged(label.detail))}`] : []
  const changes = stepChanges(before, after, label).filter((change) => !change.startsWith("sends "))
  const note = [...(isArrow ? [] : [happening(label)]), ...changes].map(clean).join("<br/>")
  return note === "" ? shown : [...shown, `  Note over ${label.node ?? all}: ${note}`]
}

/** A sequence diagram with a lane for each node; what has no node has one lane. */
export const mermaid = (trace: Trace): string => {
  const nodes = trace.initial.filter(({ kind }) => kind === "node").map(({ name }) => name)
  const lanes = nodes.length > 0 ? nodes : ["state"]
  const all = [...new Set([lanes[0], lanes.at(-1)])].join(",")
  const participants = lanes.map((name) => `  participant ${name}`)
  return ["sequenceDiagram", ...participants, ...stepsOf(trace).flatMap((step) => stepLines(step, all)), ""].join("\n")
}
