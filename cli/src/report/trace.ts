import type { PropertyReport, Report, Trace } from "@lockstep/checker"

/** Something is broken, and how to get there is not known. */
export const isUntraced = (report: Report): boolean => report.verdict === "violated" && traceOf(report) === undefined

/** The counterexample of a report, or the way to a mistake in the spec. */
export const traceOf = ({ properties, fault }: Report): Trace | undefined =>
  properties.find(({ outcome }) => outcome === "broken")?.trace ?? fault?.trace

/** The goals of these names that were reached, each with the way to it, where that is known. */
export const waysTo = ({ properties }: Report, goals: readonly string[] = []): readonly PropertyReport[] =>
  properties.filter(({ name, outcome }) => outcome === "reached" && goals.includes(name))
