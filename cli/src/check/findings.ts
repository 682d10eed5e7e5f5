import type { PropertyReport, SpecFault, Trace } from "@lockstep/checker"
import type { Instance } from "../load/models.ts"
import { counted } from "../report/amounts.ts"
import { faultPlace, thrown } from "../report/fault.ts"
import type { Finding, FoundStep, Rule } from "../report/finding.ts"
import { stopText } from "../report/summary.ts"
import { vacuousWords } from "../report/vacuous.ts"
import type { Locator, Written } from "../source/locate.ts"
import { beginningOf, stepChanges, stepsOf } from "../trace/changes.ts"
import { happening } from "../trace/happening.ts"
import type { Checked, Outcome, Vacuous } from "./outcome.ts"
import { shellWord } from "../shell-word.ts"

/** What the search can find, beside the mistakes that have a code of their own. */
const ownRules: readonly Rule[] = [
  { id: "broken-property", text: "A behaviour of the model breaks a property." },
  { id: "unreachable-goal", text: "A state that must be reachable is not." },
  { id: "dead-handler", text: "A handler that did nothing in any instance." },
  { id: "unanswered-call", text: "A call that was answered in no instance." },
  { id: "inconclusive", text: "A search that was stopped before its end." },
]

/** The rules that findings name. */
export const rulesOf = (findings: readonly Finding[]): readonly Rule[] => {
  const known = new Set(ownRules.map(({ id }) => id))
  const faults = new Set(findings.map(({ code }) => code).filter((code) => !known.has(code)))
  return [...ownRules, ...[...faults].map((id) => ({ id, text: "A mistake of the spec that shows while it runs." }))]
}

const commandFor = ({ file, name }: Instance): string => `lockstep check ${shellWord(file)} --instance ${name}`

const beginningIn = (trace: Trace): readonly FoundStep[] => {
  const told = beginningOf(trace)
  return told.length === 0 ? [] : [{ number: 0, text: ["begins with", ...told].join("  ") }]
}

const stepsIn = (instance: Instance, trace: Trace, locator: Locator): readonly FoundStep[] => [
  ...beginningIn(trace),
  ...stepsOf(trace).map(({ step, before }, index) => {
    const { label } = step
    const written = label.handler === undefined ? undefined : locator.handler(instance, label.handler)
    const text = [label.node ?? "", happening(label), ...stepChanges(before, step)].filter((one) => one !== "")
    return { number: index + 1, text: text.join("  "), ...(written && { file: written.file, line: written.line }) }
  }),
]

/** The last handler that ran before it was broken; without one, the property itself. */
const blamed = (steps: readonly FoundStep[]): Pick<Finding, "file" | "line"> | undefined => {
  const last = steps.findLast(({ file, line }) => file !== undefined && line !== undefined)
  return last?.file === undefined || last.line === undefined ? undefined : { file: last.file, line: last.line }
}

const beginning = ({ file }: Instance): Pick<Finding, "file" | "line"> => ({ file, line: 1 })

const at = (written: Written | undefined): Pick<Finding, "file" | "line"> | undefined =>
  written && { file: written.file, line: written.line }

const said = ({ title, name }: Instance, text: string, comment?: string): string =>
  `${title} · ${name}: ${text}${comment === undefined ? "" : `: ${comment}`}`

const brokenFinding = (instance: Instance, property: PropertyReport, locator: Locator): Finding => {
  const { kind, name, depth = 0, trace } = property
  const written = locator.property(instance, kind, name)
  const steps = trace === undefined ? [] : stepsIn(instance, trace, locator)
  const text = `${name} is broken ${depth === 0 ? "at the beginning" : `in ${counted(depth, "step")}`}`
  return {
    level: "error",
    code: "broken-property",
    ...(blamed(steps) ?? at(written) ?? beginning(instance)),
    reason: said(instance, text, written?.comment),
    fix: `See it with \`${commandFor(instance)}\`.`,
    steps,
  }
}

const unreachedFinding = (instance: Instance, { kind, name }: PropertyReport, locator: Locator): Finding => {
  const written = locator.property(instance, kind, name)
  return {
    level: "error",
    code: "unreachable-goal",
    ...(at(written) ?? beginning(instance)),
    reason: said(instance, `${name} cannot be reached`, written?.comment),
    fix: "Whatever else holds may hold because nothing happens: find out what keeps the model from it.",
  }
}

const faultFinding = (instance: Instance, fault: SpecFault, locator: Locator): Finding => {
  const place = faultPlace(instance, fault, locator)
  return {
    level: "error",
    code: fault.code,
    ...(place ?? beginning(instance)),
    reason: said(instance, `${fault.handler}: ${thrown(fault.reason).reason}`),
    fix: fault.fix,
    ...(fault.trace && { steps: stepsIn(instance, fault.trace, locator) }),
  }
}

const vacuousFinding = ({ kind, instance, handler }: Vacuous, locator: Locator): Finding => ({
  level: "error",
  code: vacuousWords[kind].code,
  ...(at(locator.handler(instance, handler)) ?? beginning(instance)),
  reason: `${instance.title}: ${handler} ${vacuousWords[kind].text}`,
  fix: vacuousWords[kind].fix,
})

const checkedFindings = ({ instance, report }: Checked, locator: Locator): readonly Finding[] => [
  ...report.properties.flatMap((property) => {
    if (property.outcome === "broken") return [brokenFinding(instance, property, locator)]
    return property.outcome === "unreached" ? [unreachedFinding(instance, property, locator)] : []
  }),
  ...(report.fault === undefined ? [] : [faultFinding(instance, report.fault, locator)]),
  ...(report.verdict === "inconclusive"
    ? [
        {
          level: "warning",
          code: "inconclusive",
          ...(at(locator.instance(instance)) ?? beginning(instance)),
          reason: said(instance, `inconclusive: ${stopText(report)}`),
          fix: "Give it more time or memory, or bound the model more narrowly.",
        } as const,
      ]
    : []),
]

/** What a run found, each with its place. */
export const findingsOf = ({ all, vacuous }: Outcome, locator: Locator): readonly Finding[] => [
  ...all.flatMap((checked) => checkedFindings(checked, locator)),
  ...vacuous.map((one) => vacuousFinding(one, locator)),
]
