import type { PropertyReport } from "@lockstep/checker"
import type { Diagnostic } from "@lockstep/generator"
import type { Checked, Outcome } from "../check/outcome.ts"
import { fileName } from "./file-name.ts"
import { outcomeText } from "./properties.ts"
import { stopText } from "./summary.ts"
import { byKind, vacuousWords } from "./vacuous.ts"

const signs: { readonly [sign: string]: string } = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }

/** What XML cannot hold is left out. */
const escapeText = (text: string): string =>
  text
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "")
    .replace(/[&<>"]/g, (sign) => signs[sign] ?? sign)

/** Line ends survive in attributes only by their number. */
const escape = (text: string): string => escapeText(text).replace(/[\n\t\r]/g, (sign) => `&#${sign.charCodeAt(0)};`)

type Kind = "failure" | "error" | "skipped"

interface Case {
  readonly name: string
  readonly seconds: number
  readonly problem?: { readonly kind: Kind; readonly type: string; readonly message: string; readonly text?: string }
}

interface Suite {
  readonly name: string
  readonly seconds: number
  readonly cases: readonly Case[]
}

const problemLine = ({ kind, type, message, text = "" }: NonNullable<Case["problem"]>): string => {
  const named = kind === "skipped" ? "" : ` type="${escape(type)}"`
  return `      <${kind} message="${escape(message)}"${named}>${escapeText(text)}</${kind}>\n`
}

const caseLines = ({ name, seconds, problem }: Case, suite: string): string =>
  [
    `    <testcase classname="${escape(suite)}" name="${escape(name)}" time="${seconds.toFixed(3)}"`,
    problem === undefined ? "/>\n" : `>\n${problemLine(problem)}    </testcase>\n`,
  ].join("")

const count = (cases: readonly Case[], kind: Kind): number =>
  cases.filter(({ problem }) => problem?.kind === kind).length

const totals = (cases: readonly Case[], seconds: number): string =>
  [
    `tests="${cases.length}"`,
    `failures="${count(cases, "failure")}"`,
    `errors="${count(cases, "error")}"`,
    `time="${seconds.toFixed(3)}"`,
  ].join(" ")

const suiteLines = ({ name, seconds, cases }: Suite): string =>
  [
    `  <testsuite name="${escape(name)}" ${totals(cases, seconds)} skipped="${count(cases, "skipped")}">\n`,
    ...cases.map((one) => caseLines(one, name)),
    "  </testsuite>\n",
  ].join("")

/** The text of a trace for an instance; it is asked for where something failed. */
export type Tell = (checked: Checked) => string

const propertyCase = (checked: Checked, property: PropertyReport, tell: Tell): Case => {
  const message = outcomeText(property)
  const problem = (kind: Kind, text?: string) => ({ kind, type: property.kind, message, ...(text && { text }) })
  const base = { name: property.name, seconds: 0 }
  switch (property.outcome) {
    case "holds":
    case "reached":
      return base
    case "broken":
      return { ...base, problem: problem("failure", tell(checked)) }
    case "unreached":
      return { ...base, problem: problem("failure") }
    case "unknown":
      return { ...base, problem: problem("skipped") }
  }
}

/** Whether the search came to an end is a test of its own: what was stopped has passed nothing. */
const searchCase = (checked: Checked, tell: Tell): Case => {
  const { report } = checked
  const base = { name: "every state is explored", seconds: report.seconds }
  if (report.fault !== undefined) {
    const { code: type, reason: message } = report.fault
    return { ...base, problem: { kind: "error", type, message, text: tell(checked) } }
  }
  if (report.verdict === "inconclusive")
    return { ...base, problem: { kind: "error", type: "inconclusive", message: stopText(report) } }
  if (report.verdict === "violated")
    return { ...base, problem: { kind: "skipped", type: "violated", message: "a broken property ends the search" } }
  return base
}

const checkedSuite = (checked: Checked, tell: Tell): Suite => ({
  name: `${checked.instance.title} · ${checked.instance.name}`,
  seconds: checked.report.seconds,
  cases: [
    ...checked.report.properties.map((property) => propertyCase(checked, property, tell)),
    searchCase(checked, tell),
  ],
})

const refusedSuite = ([file, diagnostics]: readonly [string, readonly Diagnostic[]]): Suite => ({
  name: file,
  seconds: 0,
  cases: diagnostics.map(({ code, reason, fix, ...place }) => ({
    name: `${fileName(place.file)}:${place.line}:${place.column}`,
    seconds: 0,
    problem: { kind: "failure", type: code, message: reason, text: fix },
  })),
})

const vacuousSuites = ({ vacuous }: Outcome): readonly Suite[] =>
  byKind(vacuous).map(([kind, handlers]) => {
    const { code, demand, text } = vacuousWords[kind]
    return {
      name: demand,
      seconds: 0,
      cases: handlers.map(({ instance, handler }) => ({
        name: `${instance.file}: ${handler}`,
        seconds: 0,
        problem: { kind: "failure", type: code, message: text },
      })),
    }
  })

/** A run as JUnit's XML: one suite an instance, one test a property. */
export const junit = (outcome: Outcome, tell: Tell): string => {
  const suites = [
    ...outcome.all.map((checked) => checkedSuite(checked, tell)),
    ...[...outcome.refused].map(refusedSuite),
    ...vacuousSuites(outcome),
  ]
  const seconds = suites.reduce((sum, one) => sum + one.seconds, 0)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<testsuites name="lockstep" ${totals(
      suites.flatMap(({ cases }) => cases),
      seconds,
    )}>\n`,
    ...suites.map(suiteLines),
    "</testsuites>\n",
  ].join("")
}
