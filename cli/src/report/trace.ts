import type { Report, Trace } from "@lockstep/checker"

/** The counterexample of a report, or the way to a mistake in the spec. */
export const traceOf = ({ properties, fault }: Report): Trace | undefined =>
  properties.find(({ outcome }) => outcome === "broken")?.trace ?? fault?.trace
