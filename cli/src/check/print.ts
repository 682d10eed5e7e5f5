import { mkdirSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { stripVTControlCharacters } from "node:util"
import type { Trace } from "@lockstep/checker"
import type { Diagnostic } from "@lockstep/generator"
import type { Instance } from "../load/models.ts"
import { itf } from "../report/itf.ts"
import { json } from "../report/json.ts"
import { mermaid } from "../report/mermaid.ts"
import { lineWidth } from "../report/paint.ts"
import { pretty } from "../report/pretty.ts"
import { traceOf } from "../report/trace.ts"
import type { Reporter, ReporterName } from "../report/reporters.ts"
import type { Checked } from "./run.ts"
import { openLocator } from "../source/locate.ts"

/** An explanation parses the property, and loading a parser takes time: only what is broken needs it. */
const explainer = async ({ report }: Checked) =>
  report.verdict === "violated" ? (await import("../report/explanation.ts")).explanation : undefined

const prettyOf = async (checked: Checked, width: number): Promise<string> => {
  const explain = await explainer(checked)
  const locator = openLocator()
  const text = pretty(checked.instance, checked.report, locator, width, explain)
  locator.close()
  return text
}

const isPrinted = ({ file }: Reporter): boolean => file === undefined

/** Tells people of an instance as soon as it is done; where what is printed is one document, one line goes to stderr. */
export const tell = async (checked: Checked, reporters: readonly Reporter[]): Promise<void> => {
  if (reporters.find(isPrinted)?.name === "pretty") {
    process.stdout.write(`${await prettyOf(checked, lineWidth())}\n`)
    return
  }
  const { instance, report } = checked
  process.stderr.write(`${instance.title} · ${instance.name}: ${report.verdict}\n`)
}

const fileWidth = 120

const prettyAll = async (all: readonly Checked[]): Promise<string> => {
  const texts: string[] = []
  for (const checked of all) texts.push(stripVTControlCharacters(await prettyOf(checked, fileWidth)))
  return texts.join("\n")
}

/** A trace document has room for one trace, the first. */
const firstTrace = (all: readonly Checked[], draw: (trace: Trace) => string): string | undefined => {
  const [trace] = all.flatMap(({ report }) => traceOf(report) ?? [])
  return trace === undefined ? undefined : draw(trace)
}

/** What is told of all instances together; `undefined` where there is nothing to draw. */
const documents: {
  readonly [Name in ReporterName]: (all: readonly Checked[]) => string | undefined | Promise<string>
} = {
  pretty: prettyAll,
  json,
  mermaid: (all) => firstTrace(all, mermaid),
  itf: (all) => firstTrace(all, itf),
}

const write = (file: string, text: string): void => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** Writes what is told of all instances together: to files, or to stdout. */
export const tellAll = async (all: readonly Checked[], reporters: readonly Reporter[]): Promise<void> => {
  for (const { name, file } of reporters) {
    if (file === undefined && name === "pretty") continue
    const text = await documents[name](all)
    if (text === undefined) process.stderr.write("no counterexample, so there is nothing to draw\n")
    else if (file === undefined) process.stdout.write(text)
    else write(file, text)
  }
}

/** Names the instances that run only when they are asked for. */
export const tellSkipped = (skipped: readonly Instance[]): void => {
  for (const { title, name, file } of skipped)
    process.stderr.write(`not run: ${title} · ${name}, which runs only with --instance ${name}  ${file}\n`)
}

/** Names the handlers that make a run vacuous. */
export const tellDeadHandlers = (dead: readonly string[]): void => {
  if (dead.length === 0) return
  const lines = dead.map((name) => `  ${name}\n`).join("")
  process.stderr.write(
    `vacuous: never did anything in any instance  [dead-handler]\n${lines}  add an instance that reaches them, or remove them\n`,
  )
}

/** Says why the instances of a file were not checked. */
export const tellDiagnostics = async (diagnostics: readonly Diagnostic[]): Promise<void> => {
  const { pretty } = await import("../lint/diagnostics.ts")
  process.stderr.write(`${pretty(diagnostics)}\nnot checked: --no-lint explores it all the same\n`)
}
