import type { Coverage } from "../machine/machine.ts"
import type { BoundProperties } from "../property/properties.ts"
import type { Growing, PropertyKind, PropertyReport, Report, SpecFault, StopReason, Trace, Verdict } from "../report.ts"
import type { Counts } from "./crew.ts"

export interface FoundProperty {
  readonly kind: PropertyKind
  readonly name: string
  readonly depth: number
  readonly trace?: Trace
}

/** What a search came to, however many threads made it. */
export interface Found {
  readonly counts: Counts
  readonly coverage: readonly Coverage[]
  readonly workers: number
  readonly hasRenamings: boolean
  readonly properties: BoundProperties | undefined
  readonly reached: readonly FoundProperty[]
  readonly broken: FoundProperty | undefined
  readonly stopped?: StopReason
  readonly growing?: Growing | undefined
  readonly fault?: SpecFault
}

const invariantReports = ({ properties, broken }: Found, complete: boolean): PropertyReport[] => {
  const reports: PropertyReport[] = broken === undefined ? [] : [{ ...broken, outcome: "broken" }]
  const all = properties === undefined ? [] : [...properties.invariants, ...properties.steps, ...properties.ends]
  for (const { kind, name } of all)
    if (name !== broken?.name) reports.push({ kind, name, outcome: complete ? "holds" : "unknown" })
  return reports
}

const goalReports = ({ properties, reached }: Found, complete: boolean): PropertyReport[] =>
  (properties?.goals ?? []).map(({ kind, name }) => {
    const found = reached.find((one) => one.name === name)
    if (found === undefined) return { kind, name, outcome: complete ? "unreached" : "unknown" }
    return { ...found, outcome: "reached" }
  })

const verdictOf = ({ fault, broken, stopped }: Found, goals: readonly PropertyReport[]): Verdict => {
  if (fault !== undefined) return "faulty"
  if (broken !== undefined) return "violated"
  if (stopped !== undefined) return "inconclusive"
  return goals.some(({ outcome }) => outcome === "unreached") ? "vacuous" : "verified"
}

/** Chance that among so many states two have the same 64-bit fingerprint. */
const collisionProbability = (states: number): number => (states * states) / 2 ** 65

const hexOf = (sum: number): string => (sum % 2 ** 32).toString(16).padStart(8, "0")

/** Keys stand for content where they are hashes of it, and not of whichever of several renamings comes first. */
const digestOf = ({ counts: { sumLow, sumHigh }, hasRenamings }: Found, exact: boolean): { digest?: string } =>
  exact || hasRenamings ? {} : { digest: hexOf(sumHigh) + hexOf(sumLow) }

/** Puts together what a check says. */
export const assemble = (found: Found, exact: boolean, seconds: number): Report => {
  const { counts, coverage, workers, stopped, growing, fault, broken } = found
  const complete = stopped === undefined && fault === undefined && broken === undefined
  const goals = goalReports(found, complete)
  const { states, transitions, depth, handlerRuns, bytes, cut } = counts
  return {
    verdict: verdictOf(found, goals),
    states,
    transitions,
    depth,
    seconds,
    workers,
    mode: exact ? "exact" : "fingerprint",
    collisionProbability: exact ? 0 : collisionProbability(states),
    handlerRuns,
    ...digestOf(found, exact),
    bytes,
    properties: [...invariantReports(found, complete), ...goals],
    coverage,
    bounds: cut > 0 ? [{ name: "within", hits: cut }] : [],
    ...(stopped && { stopped }),
    ...(growing && { growing }),
    ...(fault && { fault }),
  }
}
