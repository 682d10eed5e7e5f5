import type { Diagnostic } from "@lockstep/generator"
import { removeFile, writeText } from "@lockstep/generator/files"
import type { Instance } from "../load/models.ts"
import { lineWidth } from "../report/paint.ts"
import type { Reporter, ReporterName } from "../report/reporters.ts"
import { isUntraced } from "../report/trace.ts"
import { byKind, vacuousWords } from "../report/vacuous.ts"
import { formatMessage } from "../format-message.ts"
import { userErrors } from "../messages.ts"
import { changesText } from "../compare/changes.ts"
import { gapsText } from "../gaps/tell.ts"
import { documents, prettyOf } from "./documents.ts"
import type { Limited } from "./limits.ts"
import type { Checked, Outcome, Vacuous } from "./outcome.ts"

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

/** A picture of an earlier run would be taken for one of this run. */
const drawNothing = ({ all }: Outcome, file: string | undefined): void => {
  const rest = file !== undefined && removeFile(file) ? `: ${file} was of an earlier run, and is removed` : ""
  const isFound = all.some(({ report }) => isUntraced(report))
  const why = isFound ? "the steps of the counterexample are not known" : "no counterexample"
  process.stderr.write(`${why}, so there is nothing to draw${rest}\n`)
}

/** Writes what is told of all instances together: to files, or to stdout. */
export const tellAll = async (outcome: Outcome, reporters: readonly Reporter[]): Promise<void> => {
  for (const { name, file } of reporters) {
    if (file === undefined) tellBeside(outcome, name)
    if (file === undefined && name === "pretty") continue
    const text = await documents[name](outcome)
    if (text === undefined) drawNothing(outcome, file)
    else if (file === undefined) process.stdout.write(text)
    else writeText(file, text)
  }
}

/** Tells people what did not run, and what changed since another run: where data is printed, beside it; a summary has room for it. */
const tellBeside = ({ gaps, compared }: Outcome, printed: ReporterName): void => {
  if (printed === "markdown") return
  const stream = printed === "pretty" ? process.stdout : process.stderr
  if (gaps !== undefined && printed !== "json") stream.write(gapsText(gaps))
  if (compared !== undefined) stream.write(`against the base\n${changesText(compared)}`)
}

/** Names the instances that run only when they are asked for. */
export const tellSkipped = (skipped: readonly Instance[]): void => {
  for (const { title, name, file } of skipped)
    process.stderr.write(`not run: ${title} · ${name}, which runs only with --instance ${name}  ${file}\n`)
}

/** Names what is configured for instances that there are none of. */
export const tellUnmet = (limited: readonly Limited[], instances: readonly Instance[]): void => {
  const known = [...new Set(instances.map(({ name }) => name))]
  for (const { name, place } of limited)
    if (!known.includes(name)) process.stderr.write(formatMessage(userErrors.limitsNobody(place, name, known)))
}

/** Names the handlers that make a run vacuous. */
export const tellVacuous = (vacuous: readonly Vacuous[]): void => {
  for (const [kind, handlers] of byKind(vacuous)) {
    const { code, text, fixAll } = vacuousWords[kind]
    const lines = handlers.map(({ instance, handler }) => `  ${instance.file}: ${handler}\n`).join("")
    process.stderr.write(`vacuous: ${text}  [${code}]\n${lines}  ${fixAll}\n`)
  }
}

/** Says why the instances of a file were not checked. */
export const tellDiagnostics = async (diagnostics: readonly Diagnostic[]): Promise<void> => {
  const { pretty } = await import("../lint/diagnostics.ts")
  process.stderr.write(`${pretty(diagnostics)}\nnot checked: --no-lint explores it all the same\n`)
}
