import { stripVTControlCharacters } from "node:util"
import type { PropertyReport, Report, Trace } from "@lockstep/checker"
import type { CheckedView, Tone, VerdictView } from "@lockstep/explorer"
import type { Instance } from "../load/models.ts"
import { explanation } from "../report/explanation.ts"
import { faultLines } from "../report/fault.ts"
import { outcomeText } from "../report/properties.ts"
import { summaryLines } from "../report/summary.ts"
import { traceOf } from "../report/trace.ts"
import { type Locator, placeOf } from "../source/locate.ts"
import { pathOf } from "./path.ts"
import type { Walker } from "./walker.ts"

const width = 100

const plain = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => stripVTControlCharacters(line).trim()).filter((line) => line !== "")

const outcomeTones: { readonly [outcome in PropertyReport["outcome"]]: Tone } = {
  holds: "good",
  reached: "good",
  broken: "bad",
  unreached: "unsure",
  unknown: "unsure",
}

const verdictTones: { readonly [verdict in Report["verdict"]]: Tone } = {
  verified: "good",
  violated: "bad",
  faulty: "bad",
  vacuous: "unsure",
  inconclusive: "unsure",
}

/** The way of a trace, where the model could be walked through at all. */
const wayOf = (walker: Walker | undefined, trace: Trace | undefined): { readonly path?: readonly string[] } => {
  const path = walker === undefined || trace === undefined ? undefined : pathOf(walker, trace)
  return path === undefined ? {} : { path }
}

/** What a verdict is told with. */
interface Telling {
  readonly instance: Instance
  /** Absent where the model cannot even begin. */
  readonly walker: Walker | undefined
  readonly locator: Locator
}

const checkedView = (property: PropertyReport, { instance, walker, locator }: Telling): CheckedView => {
  const { kind, name, outcome, trace } = property
  const written = locator.property(instance, kind, name)
  return {
    name,
    tone: outcomeTones[outcome],
    text: outcomeText(property),
    ...(written?.comment !== undefined && { meaning: written.comment }),
    ...(written !== undefined && { place: placeOf(written) }),
    why: outcome === "broken" ? explanation(instance, property, locator) : [],
    ...wayOf(walker, trace),
  }
}

/** A report as the page shows it. */
export const verdictView = (report: Report, telling: Telling): VerdictView => {
  const { verdict, properties, fault } = report
  const { instance, walker, locator } = telling
  return {
    verdict,
    tone: verdictTones[verdict],
    summary: plain(summaryLines(report, width)),
    properties: properties.map((property) => checkedView(property, telling)),
    fault: fault === undefined ? [] : plain(faultLines(instance, fault, locator)),
    ...wayOf(walker, traceOf(report)),
  }
}
