import { check } from "@lockstep/checker"
import type { AnyAlgorithm, AnyModel } from "@lockstep/language"
import type { PropertyReport, Report } from "../src/report.ts"
import type { Findings, Machine } from "./naive/search.ts"
import { search } from "./naive/search.ts"

/** Where two reports differ, in words. */
export type Differences = readonly string[]

const differ = (what: string, kernel: unknown, reference: unknown): Differences =>
  kernel === reference ? [] : [`${what}: ${kernel} and not ${reference}`]

const sizes = (report: Report, findings: Findings): Differences => [
  ...differ("states", report.states, findings.states),
  ...differ("transitions", report.transitions, findings.transitions),
  ...differ("depth", report.depth, findings.depth),
]

const goals = ({ properties }: Report, findings: Findings): Differences =>
  findings.goals.flatMap(({ name, depth }) => {
    const found = properties.find((property) => property.kind === "reachable" && property.name === name)
    return [
      ...differ(`outcome of ${name}`, found?.outcome, depth === undefined ? "unreached" : "reached"),
      ...differ(`depth of ${name}`, found?.depth, depth),
    ]
  })

const brokenIn = ({ properties }: Report): PropertyReport | undefined =>
  properties.find(({ outcome }) => outcome === "broken")

const verdicts = (report: Report, { violations, goals }: Findings): Differences => {
  if (violations.length > 0) return differ("verdict", report.verdict, "violated")
  const vacuous = goals.some(({ depth }) => depth === undefined)
  return differ("verdict", report.verdict, vacuous ? "vacuous" : "verified")
}

/** A state without a transition is found when its successors are sought, among the violations of the next level. */
const latest = (violations: Findings["violations"]): number =>
  Math.min(...violations.map(({ kind, depth }) => (kind === "ends" ? depth + 1 : depth)))

const first = (report: Report, { violations }: Findings): Differences => {
  const broken = brokenIn(report)
  const same = violations.find(({ kind, name }) => kind === broken?.kind && name === broken.name.split(",")[0])
  return [
    ...differ(`depth of ${broken?.kind} ${broken?.name}`, broken?.depth, same?.depth ?? "never"),
    ...differ("no violation comes before it", (broken?.depth ?? 0) <= latest(violations), true),
  ]
}

/** Where the checker and the reference disagree. */
export const differences = (report: Report, findings: Findings): Differences => [
  ...verdicts(report, findings),
  ...(report.fault ? [`fault: ${report.fault.reason}`] : []),
  ...(findings.violations.length > 0
    ? first(report, findings)
    : [...sizes(report, findings), ...goals(report, findings)]),
]

/** Explores with both; `undefined` when the space is too large to be worth it. */
export const compare = async <State>(
  model: AnyModel | AnyAlgorithm,
  machine: Machine<State>,
  exact: boolean,
): Promise<Differences | undefined> => {
  const findings = search(machine, { limit: 3000 })
  if (!findings.complete) return undefined
  return differences(await check(model, { workers: 1, exact }), findings)
}
