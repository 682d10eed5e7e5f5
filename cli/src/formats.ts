import type { Lane, Report, Snapshot, Trace } from "@lockstep/checker"
import { stepChanges } from "./changes.ts"
import { showTagged } from "./values.ts"

/** The counterexample of a report, or the mistake's way, or undefined. */
export const traceOf = (report: Report): Trace | undefined =>
  report.properties.find(({ outcome }) => outcome === "broken")?.trace ?? report.fault?.trace

/** Collections become arrays, so that JSON can say them. */
const plain = (_key: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Symbol.iterator in value
    ? [...(value as Iterable<unknown>)]
    : value

export const toJson = (value: unknown): string => JSON.stringify(value, plain, 2)

/** A sequence diagram with a lane for each node. */
export const mermaid = (trace: Trace): string => {
  const nodes = trace.initial.filter(({ kind }) => kind === "node").map(({ name }) => name)
  const clean = (text: string): string => text.replace(/[;#]/g, " ")
  const lines = trace.steps.flatMap(({ label, after }, index) => {
    const before = (trace.steps[index - 1] ?? { after: trace.initial }).after
    const what = label.kind === "message" ? showTagged(label.detail) : `${label.kind} ${label.name}`
    const arrow = label.kind === "message" && label.from ? [`  ${label.from}->>${label.node}: ${clean(what)}`] : []
    const changes = stepChanges(before, after, label.node).filter((change) => !change.startsWith("sends "))
    const note = [...(arrow.length > 0 ? [] : [what]), ...changes].join("<br/>")
    const over = label.node ?? nodes.join(",")
    return [...arrow, ...(note === "" ? [] : [`  Note over ${over || "system"}: ${clean(note)}`])]
  })
  const participants = (nodes.length > 0 ? nodes : ["system"]).map((name) => `  participant ${name}`)
  return ["sequenceDiagram", ...participants, ...lines, ""].join("\n")
}

const itfValue = (value: unknown): unknown => {
  if (typeof value === "number") return { "#bigint": String(value) }
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) return value.map(itfValue)
  if (!(Symbol.iterator in value))
    return Object.fromEntries(Object.entries(value).map(([field, item]) => [field, itfValue(item)]))
  const items = [...(value as Iterable<unknown>)].map(itfValue)
  const kind = (value as { kind?: string }).kind
  return kind === "Set" ? { "#set": items } : kind === "Map" ? { "#map": items } : items
}

const itfState = (snapshot: Snapshot, index: number): object => ({
  "#meta": { index },
  ...Object.fromEntries(snapshot.map(({ name, value }: Lane) => [name, itfValue(value)])),
})

/** The informal trace format that other model checkers read. */
export const itf = (trace: Trace): string =>
  toJson({
    "#meta": { format: "ITF" },
    vars: trace.initial.map(({ name }) => name),
    states: [trace.initial, ...trace.steps.map(({ after }) => after)].map(itfState),
  })
