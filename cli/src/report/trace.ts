import type { Report, Trace } from "@lockstep/checker"

/** Something is broken, and how to get there is not known. */
export const isUntraced = (report: Report): boolean => report.verdict === "violated" && traceOf(report) === undefined

/** The counterexample of a report, or the way to a mistake in the spec. */
export const traceOf = ({ properties, fault }: Report): Trace | undefined =>
  properties.find(({ outcome }) => outcome === "broken")?.trace ?? fault?.trace
