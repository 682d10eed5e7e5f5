import { stripVTControlCharacters } from "node:util"
import type { Trace } from "@lockstep/checker"
import { paint } from "../report/paint.ts"
import { fileName } from "../report/file-name.ts"
import type { Remark } from "../report/json.ts"
import type { ReporterName } from "../report/reporters.ts"
import { traceOf, waysTo } from "../report/trace.ts"
import { byKind } from "../report/vacuous.ts"
import { type Locator, openLocator } from "../source/locate.ts"
import type { Checked, Outcome } from "./outcome.ts"

/** An explanation parses the property, and loading a parser takes time: only what is broken needs it. */
const explainer = async (all: readonly Checked[]) =>
  all.some(({ report }) => report.verdict === "violated")
    ? (await import("../report/explanation.ts")).explanation
    : () => []

/** Gives a locator for as long as somebody needs it. */
const withLocator = async (use: (locator: Locator) => string | Promise<string>): Promise<string> => {
  const locator = openLocator()
  try {
    return await use(locator)
  } finally {
    locator.close()
  }
}

const sinceWhen = ({ checkedAt }: Checked): string =>
  checkedAt === undefined
    ? ""
    : `${paint("dim", `  unchanged since ${checkedAt.slice(0, 16).replace("T", " ")} UTC: this is the answer of then, --no-cache explores it again`)}\n`

/** One instance for people. */
export const prettyOf = async (checked: Checked, width: number): Promise<string> => {
  const { pretty } = await import("../report/pretty.ts")
  const explain = await explainer([checked])
  const text = await withLocator((locator) => pretty(checked, locator, width, explain))
  return `${text}${sinceWhen(checked)}`
}

const fileWidth = 120

const prettyAll = async ({ all }: Outcome): Promise<string> => {
  const texts: string[] = []
  for (const checked of all) texts.push(stripVTControlCharacters(await prettyOf(checked, fileWidth)))
  return texts.join("\n")
}

/** A document that quotes what is told to people. */
const quoting = async (
  outcome: Outcome,
  document: (outcome: Outcome, tell: (checked: Checked) => string) => string,
): Promise<string> => {
  const { pretty } = await import("../report/pretty.ts")
  const explain = await explainer(outcome.all)
  return withLocator((locator) =>
    document(outcome, (checked) => stripVTControlCharacters(pretty(checked, locator, fileWidth, explain))),
  )
}

const junitOf = async (outcome: Outcome): Promise<string> =>
  quoting(outcome, (await import("../report/junit.ts")).junit)

const markdownOf = async (outcome: Outcome): Promise<string> =>
  quoting(outcome, (await import("../report/markdown.ts")).markdown)

const diagnosticsIn = ({ refused }: Outcome) => [...refused.values()].flat()

/** What the analysis complained of knows the compiler, which takes time to load. */
const lintParts = async (outcome: Outcome) => {
  const diagnostics = diagnosticsIn(outcome)
  if (diagnostics.length === 0) return { found: [], rules: [] }
  const { diagnosticFindings, lintRules } = await import("../lint/findings.ts")
  return { found: diagnosticFindings(diagnostics), rules: lintRules }
}

const findingsIn = async (outcome: Outcome) => {
  const { findingsOf, rulesOf } = await import("./findings.ts")
  const lint = await lintParts(outcome)
  const locator = openLocator()
  const own = findingsOf(outcome, locator)
  locator.close()
  return { findings: [...lint.found, ...own], rules: [...lint.rules, ...rulesOf(own)] }
}

const sarifOf = async (outcome: Outcome): Promise<string> => {
  const { findings, rules } = await findingsIn(outcome)
  return (await import("../report/sarif.ts")).sarif(findings, rules)
}

const githubOf = async (outcome: Outcome): Promise<string> => {
  const { findings } = await findingsIn(outcome)
  return (await import("../report/github.ts")).github(findings)
}

const htmlOf = async (outcome: Outcome): Promise<string> => {
  const { html } = await import("../report/html.ts")
  const text = await prettyAll(outcome)
  return withLocator((locator) => html(outcome, locator, text))
}

/** What no report tells of, since it is said of a file. */
const remarksIn = async ({ refused, vacuous, gaps = [] }: Outcome): Promise<readonly Remark[]> => [
  ...(refused.size === 0 ? [] : await refusalsIn(refused)),
  ...byKind(vacuous).flatMap(([kind, all]) =>
    [...Map.groupBy(all, ({ instance }) => instance.file)].map(([file, own]) => ({
      file,
      [kind]: own.map(({ handler }) => handler),
    })),
  ),
  ...[...Map.groupBy(gaps, ({ file }) => fileName(file))].map(([file, own]) => ({
    file,
    unrun: own.map(({ line, column, text }) => ({ line, column, text })),
  })),
]

const refusalsIn = async (refused: Outcome["refused"]): Promise<readonly Remark[]> => {
  const { plain } = await import("../lint/diagnostics.ts")
  return [...refused].map(([file, diagnostics]) => ({ file, refused: diagnostics.map(plain) }))
}

const jsonOf = async (outcome: Outcome): Promise<string> =>
  (await import("../report/json.ts")).json(outcome.all, await remarksIn(outcome))

/** A trace document has room for one trace, the first: of what is broken, or else of what is shown. */
const firstTrace = ({ all }: Outcome): Trace | undefined => {
  const [broken] = all.flatMap(({ report }) => traceOf(report) ?? [])
  return broken ?? all.flatMap(({ report, shown }) => waysTo(report, shown).flatMap(({ trace }) => trace ?? []))[0]
}

const mermaidOf = async (outcome: Outcome): Promise<string | undefined> => {
  const trace = firstTrace(outcome)
  return trace && (await import("../report/mermaid.ts")).mermaid(trace)
}

const itfOf = async (outcome: Outcome): Promise<string | undefined> => {
  const trace = firstTrace(outcome)
  return trace && (await import("../report/itf.ts")).itf(trace)
}

/** What is told of all instances together; `undefined` where there is nothing to draw. */
export const documents: {
  readonly [Name in ReporterName]: (outcome: Outcome) => Promise<string | undefined>
} = {
  pretty: prettyAll,
  json: jsonOf,
  junit: junitOf,
  sarif: sarifOf,
  github: githubOf,
  markdown: markdownOf,
  itf: itfOf,
  mermaid: mermaidOf,
  html: htmlOf,
}
