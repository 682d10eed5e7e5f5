import type { PropertyReport } from "@lockstep/checker"
import type { Instance } from "../load/models.ts"
import { type Locator, placeOf } from "../source/locate.ts"
import { counted } from "./amounts.ts"
import { paint } from "./paint.ts"
import { wrap } from "./wrap.ts"

const marks: { readonly [outcome in PropertyReport["outcome"]]: () => string } = {
  holds: () => paint("green", "✓"),
  reached: () => paint("green", "✓"),
  broken: () => paint("red", "✗"),
  unreached: () => paint("yellow", "✗"),
  unknown: () => paint("yellow", "?"),
}

/** What became of a property, in a few words. */
export const outcomeText = ({ kind, outcome, depth = 0 }: PropertyReport): string => {
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

/** Says why a property is broken. */
export type Explain = (instance: Instance, property: PropertyReport, locator: Locator) => readonly string[]

/** What reports of properties are made with. */
interface Telling {
  readonly locator: Locator
  readonly explain: Explain | undefined
  readonly width: number
  /** What became of a property, where a search says it in other words. */
  readonly words?: (property: PropertyReport) => string
}

const failed = (instance: Instance, property: PropertyReport, names: number, telling: Telling): string[] => {
  const { kind, name, outcome } = property
  const written = telling.locator.property(instance, kind, name)
  const margin = " ".repeat(names + 7)
  const indented = (text: string): string[] => wrap(text, telling.width - margin.length).map((line) => margin + line)
  const place = written === undefined ? [] : [margin + paint("dim", placeOf(written))]
  const why = outcome === "broken" ? (telling.explain?.(instance, property, telling.locator) ?? []) : []
  const comment = written?.comment === undefined ? "" : `: ${written.comment}`
  const { words = outcomeText } = telling
  const [first = "", ...rest] = indented(`${words(property)}${comment}`)
  const line = `  ${marks[outcome]()} ${name.padEnd(names)}   ${first.trimStart()}`
  return [line, ...rest, ...place, ...why.flatMap(indented)]
}

/** The first break ends a search: what it leaves open is told in one line. */
const open = (properties: readonly PropertyReport[], width: number): string[] => {
  const names = properties.map(({ name }) => name)
  const text = `still open, as the search ends here: ${names.join(", ")}`
  return names.length === 0
    ? []
    : wrap(text, width - 4).map((line, index) => (index === 0 ? `  ${marks.unknown()} ` : "    ") + line)
}

/** One line a property; under what failed, where it is written and which part of it decided. */
export const propertyLines = (
  instance: Instance,
  properties: readonly PropertyReport[],
  telling: Telling,
): string[] => {
  const isOver = properties.some(({ outcome }) => outcome === "broken")
  const told = properties.filter(({ outcome }) => !isOver || outcome !== "unknown")
  const names = Math.max(0, ...told.map(({ name }) => name.length))
  const lines = told.flatMap((property) => {
    const { outcome, name } = property
    if (outcome === "broken" || outcome === "unreached") return failed(instance, property, names, telling)
    const { words = outcomeText } = telling
    return [`  ${marks[outcome]()} ${name.padEnd(names)}   ${words(property)}`]
  })
  return [
    ...lines,
    ...open(
      properties.filter((property) => !told.includes(property)),
      telling.width,
    ),
  ]
}
