import { check } from "@lockstep/checker"
import type { AnyAlgorithm, AnyModel } from "@lockstep/language"
import type { PropertyKind, PropertyReport, Report } from "../src/report.ts"
import type { Findings, Machine } from "./naive/search.ts"
import { search } from "./naive/search.ts"
import { endsOf, type Replayed } from "./replay.ts"

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
const differences = (report: Report, findings: Findings): Differences => [
  ...verdicts(report, findings),
  ...(report.fault ? [`fault: ${report.fault.reason}`] : []),
  ...(findings.violations.length > 0
    ? first(report, findings)
    : [...sizes(report, findings), ...goals(report, findings)]),
]

/** Whether a trace may end in this state, as far as the state alone can tell. */
const isEnd = <State>(kind: PropertyKind, name: string, state: State, machine: Machine<State>): boolean => {
  if (kind === "step" || kind === "refines") return true
  if (kind === "ends") return machine.successors(state).length === 0 && machine.ends.some((holds) => !holds(state))
  const holds = machine[kind].find(([other]) => other === name)?.[1]
  return holds !== undefined && holds(state) === (kind === "never" || kind === "reachable")
}

const impossible = <State>({ properties }: Report, machine: Replayed<State>): Differences =>
  properties.flatMap(({ kind, name, depth, trace }) => {
    if (trace === undefined) return []
    const ends = endsOf(trace, machine)
    return [
      ...differ(`length of the trace of ${name}`, trace.steps.length, depth),
      ...differ(`the trace of ${name} can happen`, ends.length > 0, true),
      ...differ(
        `the trace of ${name} shows it`,
        ends.length === 0 || ends.some((end) => isEnd(kind, name, end, machine)),
        true,
      ),
    ]
  })

/** Explores with both; `undefined` when there are too many states to be worth it. */
export const compare = async <State>(
  model: AnyModel | AnyAlgorithm,
  machine: Replayed<State>,
  { exact, limit }: { readonly exact: boolean; readonly limit: number },
): Promise<Differences | undefined> => {
  const findings = search(machine, { limit })
  if (!findings.complete) return undefined
  const report = await check(model, { workers: 1, exact })
  return [...differences(report, findings), ...impossible(report, machine)]
}
