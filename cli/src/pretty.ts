import { styleText } from "node:util"
import type { PropertyReport, Report, SpecFault, StepLabel, Trace } from "@lockstep/checker"
import type { AnyModel } from "@lockstep/language"
import { stepChanges } from "./changes.ts"
import type { Locator } from "./locate.ts"
import type { Instance } from "./models.ts"
import { handlerSubject, propertySubject } from "./subjects.ts"
import { showTagged, showValue } from "./values.ts"

type Style = "green" | "red" | "yellow" | "dim" | "bold"
const paint = (style: Style, text: string): string => styleText(style, text, { stream: process.stdout })

const bounds = (model: AnyModel): string[] => [
  ...Object.entries(model.nodes).map(([role, count]) => `${count} ${role}`),
  ...(model.crashes ? [`at most ${model.crashes.budget} crash${model.crashes.budget === 1 ? "" : "es"}`] : []),
  ...(model.network?.loss ? [`${model.network.loss} lost`] : []),
  ...(model.network?.duplication ? [`${model.network.duplication} duplicated`] : []),
]

const header = ({ title, name, model }: Instance): string =>
  [paint("bold", title), name, ...(model.kind === "model" ? bounds(model) : [])].join(" · ")

const marks: { readonly [outcome in PropertyReport["outcome"]]: string } = {
  holds: paint("green", "✓"),
  reached: paint("green", "✓"),
  broken: paint("red", "✗"),
  unreached: paint("yellow", "✗"),
  unknown: paint("yellow", "?"),
}

const steps = (count: number | undefined): string => `${count} step${count === 1 ? "" : "s"}`

const outcomeText = ({ outcome, depth }: PropertyReport): string => {
  switch (outcome) {
    case "reached":
      return `reached in ${steps(depth)}`
    case "broken":
      return `broken in ${steps(depth)}`
    case "unreached":
      return "not reachable: the model is vacuous"
    case "unknown":
      return "not decided"
    default:
      return "holds"
  }
}

const propertyLines = (instance: Instance, properties: readonly PropertyReport[], locator: Locator): string[] => {
  const width = Math.max(...properties.map(({ name }) => name.length))
  return properties.flatMap((property) => {
    const written = locator.find(propertySubject(instance.model, property.kind, property.name))
    const failed = property.outcome === "broken" || property.outcome === "unreached"
    const sentence = failed && written?.comment ? `: ${written.comment}` : ""
    const line = `  ${marks[property.outcome]} ${property.name.padEnd(width)}   ${outcomeText(property)}${sentence}`
    return failed && written ? [line, `    ${" ".repeat(width)}   ${paint("dim", written.place)}`] : [line]
  })
}

const happening = ({ kind, name, detail, from }: StepLabel): string => {
  switch (kind) {
    case "message":
      return `${showTagged(detail)} from ${from}`
    case "duplicate":
      return `${showTagged(detail)} from ${from}, and a copy stays`
    case "overtake":
      return `${showTagged(detail)} from ${from} overtakes`
    case "loss":
      return `${showTagged(detail)} from ${from} is lost`
    case "timer":
      return `${name} timer fires`
    case "call":
      return `${from} calls ${name}(${detail === null ? "" : showValue(detail)})`
    case "result":
      return `${name} answers ${showValue(detail)}`
    case "perform":
      return `${name} is performed: ${showValue(detail)}`
    case "crash":
      return "crashes and restarts"
    case "stop":
      return "stops for good"
    case "tick":
      return "clock ticks"
    default:
      return detail === undefined ? name : `${name}(${showValue(detail)})`
  }
}

const placeOfStep = (instance: Instance, { handler }: StepLabel, locator: Locator): string =>
  (handler !== undefined && locator.find(handlerSubject(instance.model, handler))?.place) || ""

/** A trace, one line a step: who, what, only what changed, and where that is written. */
export const traceLines = (instance: Instance, trace: Trace, locator: Locator): string[] => {
  const rows = trace.steps.map(({ label, after }, index) => ({
    node: label.node ?? "",
    happening: happening(label),
    changes: stepChanges((trace.steps[index - 1] ?? { after: trace.initial }).after, after, label.node).join("  "),
    place: placeOfStep(instance, label, locator),
  }))
  const width = (column: "node" | "happening"): number => Math.max(0, ...rows.map((row) => row[column].length))
  const [nodes, happenings] = [width("node"), width("happening")]
  const digits = String(rows.length).length
  return rows.flatMap((row, index) => {
    const number = String(index + 1).padStart(digits)
    const start = `   ${number}  ${row.node.padEnd(nodes)}${nodes > 0 ? "  " : ""}${row.happening.padEnd(happenings)}`
    return [
      `${start}   ${row.changes}`.trimEnd(),
      ...(row.place ? [paint("dim", `   ${" ".repeat(digits)}  ${row.place}`)] : []),
    ]
  })
}

const amount = (count: number): string => count.toLocaleString("en-US")

const summary = (report: Report): string[] => {
  const { states, transitions, depth, seconds, bytes, handlerRuns, collisionProbability, mode, workers } = report
  const rate = Math.round(states / Math.max(seconds, 0.001))
  return [
    `  ${amount(states)} states, ${amount(transitions)} transitions, depth ${depth}, in ${seconds.toFixed(1)} s (${amount(rate)} states/s, ${workers} thread${workers === 1 ? "" : "s"})`,
    paint(
      "dim",
      `  ${Math.round(bytes / Math.max(states, 1))} bytes a state, ${amount(handlerRuns)} handler runs, ${mode === "exact" ? "exact" : `fingerprints: chance of a collision ${collisionProbability.toExponential(1)}`}`,
    ),
    ...report.bounds.map(({ name, hits }) => `  the bound \`${name}\` cut off ${amount(hits)} states`),
  ]
}

const reasons = {
  time: "its time was up",
  memory: "its memory was used up",
  interrupted: "it was interrupted",
  states: "it had its number of states",
}

const conclusion = (report: Report): string => {
  switch (report.verdict) {
    case "verified":
      return paint("green", "verified, within the stated bounds")
    case "violated":
      return paint("red", "violated; no shorter trace exists")
    case "vacuous":
      return paint("yellow", "vacuous: something that should be reachable is not")
    case "inconclusive":
      return paint("yellow", `inconclusive: the search stopped because ${reasons[report.stopped ?? "interrupted"]}`)
    default:
      return paint("red", "the spec has a mistake")
  }
}

const faultLines = (instance: Instance, fault: SpecFault, locator: Locator): string[] => {
  const place = locator.find(handlerSubject(instance.model, fault.handler))?.place
  return [
    `  ${paint("red", "✗")} ${fault.handler} ${fault.reason}  [${fault.code}]`,
    ...(place ? [paint("dim", `    ${place}`)] : []),
    ...(fault.input === undefined ? [] : [`    on ${showValue(fault.input)}`]),
    `    ${fault.fix}`,
    ...(fault.trace && fault.trace.steps.length > 0 ? ["", ...traceLines(instance, fault.trace, locator)] : []),
  ]
}

/** A report for people. */
export const pretty = (instance: Instance, report: Report, locator: Locator): string => {
  const broken = report.properties.find(({ outcome }) => outcome === "broken")
  const idle = report.coverage.filter(({ fired }) => fired === 0).map(({ handler }) => handler)
  return [
    header(instance),
    "",
    ...propertyLines(instance, report.properties, locator),
    ...(report.fault ? faultLines(instance, report.fault, locator) : []),
    ...(broken?.trace ? ["", ...traceLines(instance, broken.trace, locator)] : []),
    "",
    ...summary(report),
    ...(report.verdict === "verified" && idle.length > 0 ? [`  never did anything here: ${idle.join(", ")}`] : []),
    `  ${conclusion(report)}`,
    "",
  ].join("\n")
}
