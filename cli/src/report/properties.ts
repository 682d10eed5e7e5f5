import type { Checkable, PropertyReport, Trace } from "@lockstep/checker"
import { type Clause, decidingClause } from "../clause/clause.ts"
import { givenTo } from "../clause/view.ts"
import type { Instance } from "../load/models.ts"
import { isFunction, type Locator, placeOf } from "../source/locate.ts"
import { propertySubject } from "../source/subjects.ts"
import { difference } from "../trace/difference.ts"
import { counted } from "./amounts.ts"
import { paint } from "./paint.ts"

const marks: { readonly [outcome in PropertyReport["outcome"]]: () => string } = {
  holds: () => paint("green", "✓"),
  reached: () => paint("green", "✓"),
  broken: () => paint("red", "✗"),
  unreached: () => paint("yellow", "✗"),
  unknown: () => paint("yellow", "?"),
}

const outcomeText = ({ kind, outcome, depth = 0 }: PropertyReport): string => {
  switch (outcome) {
    case "holds":
      return "holds"
    case "reached":
      return depth === 0 ? "holds at the beginning" : `reached in ${counted(depth, "step")}`
    case "broken":
      return depth === 0 ? "broken at the beginning" : `broken in ${counted(depth, "step")}`
    case "unreached":
      return "cannot be reached"
    case "unknown":
      return kind === "reachable" ? "not reached so far" : "not broken so far"
  }
}

/** The last two states of a trace; where nothing happened, the first one twice. */
const ending = ({ initial, steps }: Trace) => {
  const after = steps.at(-1)?.after ?? initial
  return [steps.length > 1 ? (steps.at(-2)?.after ?? initial) : initial, after] as const
}

const clauseText = ({ text, truth, item }: Clause): string => {
  const short = text.length > 160 ? `${text.slice(0, 159)}…` : text
  return `${truth ? "true" : "false"}: ${short}${item === undefined ? "" : `\n  for ${item}`}`
}

/** What the step looks like in the more abstract machine. */
const imageText = (model: Checkable, map: (...given: never) => unknown, trace: Trace): string => {
  const [before, after] = ending(trace).map((state) =>
    map(...(givenTo(model, "always", [state, state]).values as never)),
  )
  return `no step there: ${difference("", before, after).join("  ") || "the first state"}`
}

const explanation = (
  { model }: Instance,
  { kind, name, trace }: PropertyReport,
  locator: Locator,
): string | undefined => {
  const subject = propertySubject(model, kind, name)
  if (trace === undefined || !isFunction(subject)) return undefined
  if (kind === "refines") return imageText(model, subject, trace)
  const given = givenTo(model, kind, ending(trace))
  const clause = decidingClause(subject, locator.scopeOf(subject), given, kind === "never")
  return clause && clauseText(clause)
}

const linesOf = (text: string | undefined): string[] => text?.split("\n") ?? []

const failure = (instance: Instance, property: PropertyReport, locator: Locator): string[] => {
  const written = locator.property(instance, property.kind, property.name)
  const place = written === undefined ? [] : [paint("dim", placeOf(written))]
  const why = property.outcome === "broken" ? explanation(instance, property, locator) : undefined
  return [...place, ...linesOf(why)]
}

/** One line a property; under what failed, where it is written and which part of it decided. */
export const propertyLines = (
  instance: Instance,
  properties: readonly PropertyReport[],
  locator: Locator,
): string[] => {
  const width = Math.max(0, ...properties.map(({ name }) => name.length))
  const margin = " ".repeat(4 + width + 3)
  return properties.flatMap((property) => {
    const { outcome, name, kind } = property
    const line = `  ${marks[outcome]()} ${name.padEnd(width)}   ${outcomeText(property)}`
    if (outcome !== "broken" && outcome !== "unreached") return [line]
    const comment = locator.property(instance, kind, name)?.comment
    const lines = failure(instance, property, locator).map((text) => margin + text)
    return [`${line}${comment === undefined ? "" : `: ${comment}`}`, ...lines]
  })
}
