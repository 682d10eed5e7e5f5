import { resolve } from "node:path"
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
  const [, wanted = "", file] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? []
  const name = reporterNames.find((known) => known === wanted)
  if (name === undefined) return userErrors.unknownFormat(wanted, reporterNames)
  if (file === "") return userErrors.unnamedFile(name)
  return file === undefined ? { name } : { name, file }
}

/** Why two reporters cannot both be had: what is printed must be one thing, and so must what a file holds. */
const clash = (one: Reporter, other: Reporter): UserError | undefined => {
  if (one.name === other.name) return undefined
  if (one.file === undefined || other.file === undefined)
    return one.file === other.file ? userErrors.twoFormats(one.name, other.name) : undefined
  return resolve(one.file) === resolve(other.file) ? userErrors.oneFile(one.name, other.name, other.file) : undefined
}

/** Reads what is asked for in whatever way. */
export const readReporters = (texts: readonly string[]): readonly Reporter[] | UserError => {
  const reporters: Reporter[] = []
  for (const text of texts) {
    const reporter = readReporter(text)
    if (isUserError(reporter)) return reporter
    const problem = reporters.map((one) => clash(one, reporter)).find((found) => found !== undefined)
    if (problem !== undefined) return problem
    const isPrintedTwice = reporter.file === undefined && reporters.some(({ file }) => file === undefined)
    if (!isPrintedTwice) reporters.push(reporter)
  }
  return reporters
}
