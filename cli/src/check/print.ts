import type { Diagnostic } from "@lockstep/generator"
import type { Instance } from "../load/models.ts"
import { itf } from "../report/itf.ts"
import { json } from "../report/json.ts"
import { mermaid } from "../report/mermaid.ts"
import { lineWidth } from "../report/paint.ts"
import { pretty } from "../report/pretty.ts"
import { traceOf } from "../report/trace.ts"
import type { Checked, Format } from "./run.ts"
import { openLocator } from "../source/locate.ts"

/** An explanation parses the property, and loading a parser takes time: only what is broken needs it. */
const explainer = async ({ report }: Checked) =>
  report.verdict === "violated" ? (await import("../report/explanation.ts")).explanation : undefined

const printPretty = async (checked: Checked): Promise<void> => {
  const explain = await explainer(checked)
  const locator = openLocator()
  process.stdout.write(`${pretty(checked.instance, checked.report, locator, lineWidth(), explain)}\n`)
  locator.close()
}

/** Formats that are one document print at the end; beside them, one line an instance goes to stderr. */
export const print = async (checked: Checked, format: Format): Promise<void> => {
  if (format === "pretty") return printPretty(checked)
  const { instance, report } = checked
  process.stderr.write(`${instance.title} · ${instance.name}: ${report.verdict}\n`)
}

/** Prints what is told of all instances together: a trace document has room for one trace, the first. */
export const printAll = (all: readonly Checked[], format: Format): void => {
  if (format === "pretty") return
  if (format === "json") {
    process.stdout.write(json(all))
    return
  }
  const [trace] = all.flatMap(({ report }) => traceOf(report) ?? [])
  if (trace === undefined) process.stderr.write("no counterexample, so there is nothing to draw\n")
  else process.stdout.write(format === "mermaid" ? mermaid(trace) : itf(trace))
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
