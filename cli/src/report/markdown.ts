import { stripVTControlCharacters } from "node:util"
import type { Checked, Outcome } from "../check/outcome.ts"
import { gapsText } from "../gaps/tell.ts"
import { amount, duration } from "./amounts.ts"
import { fileName } from "./file-name.ts"
import { outcomeText } from "./properties.ts"
import { vacuousWords } from "./vacuous.ts"

const marks: { readonly [verdict: string]: string } = { verified: "✅", violated: "❌", faulty: "❌" }

const escape = (text: string): string => text.replace(/[\\`*_{}[\]<>#|~]/g, (sign) => `\\${sign}`)

const row = ({ instance, report, checkedAt }: Checked): string => {
  const { verdict, states, transitions, depth, seconds } = report
  const time = checkedAt === undefined ? duration(seconds) : "unchanged"
  const cells = [
    `${escape(instance.title)} · ${escape(instance.name)}`,
    `${marks[verdict] ?? "⚠️"} ${verdict}`,
    ...[states, transitions, depth].map(amount),
    time,
  ]
  return `| ${cells.join(" | ")} |`
}

const failures = ({ instance, report }: Checked): string[] =>
  report.properties
    .filter(({ outcome }) => outcome === "broken" || outcome === "unreached")
    .map(
      (one) => `- **${escape(one.name)}** of ${escape(instance.title)} · ${escape(instance.name)}: ${outcomeText(one)}`,
    )

/** More backticks than the text has anywhere. */
const fence = (text: string): string =>
  "`".repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)))

const fenced = (text: string): string[] => [fence(text), text.trimEnd(), fence(text), ""]

const details = (checked: Checked, told: string): string[] => {
  const { title, name } = checked.instance
  return [
    `<details><summary>${escape(title)} · ${escape(name)}: ${checked.report.verdict}</summary>`,
    "",
    ...fenced(stripVTControlCharacters(told)),
    "</details>",
    "",
  ]
}

const comparison = ({ compared }: Outcome): string[] => {
  if (compared === undefined) return []
  const changed = compared.filter(({ changes }) => changes.length > 0)
  const lines = changed.flatMap(({ file, instance, changes }) => [
    `- ${escape(file)} · ${escape(instance)}`,
    ...changes.map((change) => `  - ${escape(change)}`),
  ])
  return ["### Against the base", "", ...(lines.length === 0 ? ["Nothing changed in what was found."] : lines), ""]
}

const unrun = ({ gaps }: Outcome): string[] =>
  gaps === undefined ? [] : ["### What never ran", "", ...fenced(gapsText(gaps))]

const refusals = ({ refused }: Outcome): string[] =>
  [...refused.values()].flat().map(({ file, line, column, code, reason }) => {
    const place = `${fileName(file)}:${line}:${column}`
    return `- ${escape(place)}: ${escape(reason)} (${code})`
  })

/** A summary for a page of CI: what was found, what changed, and each counterexample behind a fold. */
export const markdown = (outcome: Outcome, tell: (checked: Checked) => string): string => {
  const failed = outcome.all.filter(({ report }) => report.verdict === "violated" || report.verdict === "faulty")
  const vacuous = outcome.vacuous.map(
    ({ kind, instance, handler }) => `- ${escape(`${instance.file}: ${handler}`)} ${vacuousWords[kind].text}`,
  )
  const bad = [...outcome.all.flatMap(failures), ...refusals(outcome), ...vacuous]
  return [
    "## lockstep check",
    "",
    "| instance | verdict | states | transitions | depth | time |",
    "| --- | --- | ---: | ---: | ---: | ---: |",
    ...outcome.all.map(row),
    "",
    ...bad,
    ...(bad.length > 0 ? [""] : []),
    ...unrun(outcome),
    ...comparison(outcome),
    ...failed.flatMap((checked) => details(checked, tell(checked))),
  ].join("\n")
}
