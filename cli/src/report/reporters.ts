import { isUserError, type UserError, userErrors } from "../messages.ts"

/** How `check` can tell what it found. */
export const reporterNames = [
  "pretty",
  "json",
  "junit",
  "sarif",
  "github",
  "markdown",
  "itf",
  "mermaid",
  "html",
] as const
export type ReporterName = (typeof reporterNames)[number]

/** One way of telling, and the file that it goes to; without one, to stdout. */
export interface Reporter {
  readonly name: ReporterName
  readonly file?: string
}

/** Reads a reporter as it is asked for: `pretty`, or `junit=out.xml`. */
export const readReporter = (text: string): Reporter | UserError => {
  const [, wanted = "", file] = /^([^=]*)(?:=(.+))?$/s.exec(text) ?? []
  const name = reporterNames.find((known) => known === wanted)
  if (name === undefined) return userErrors.unknownFormat(wanted, reporterNames)
  return file === undefined ? { name } : { name, file }
}

/** Of what is asked for in whatever way, what is printed must be one thing. */
export const readReporters = (texts: readonly string[]): readonly Reporter[] | UserError => {
  const reporters: Reporter[] = []
  for (const text of texts) {
    const reporter = readReporter(text)
    if (isUserError(reporter)) return reporter
    const [printed] = reporters.filter(({ file }) => file === undefined)
    if (reporter.file === undefined && printed !== undefined && printed.name !== reporter.name)
      return userErrors.twoFormats(printed.name, reporter.name)
    if (reporter.file !== undefined || printed === undefined) reporters.push(reporter)
  }
  return reporters
}
