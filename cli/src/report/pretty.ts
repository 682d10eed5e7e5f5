import type { PropertyReport, Report } from "@lockstep/checker"
import type { Checked } from "../check/outcome.ts"
import type { Locator } from "../source/locate.ts"
import { traceLines } from "../trace/rows.ts"
import { faultLines } from "./fault.ts"
import { headerLines } from "./header.ts"
import { mutantLines } from "./mutant.ts"
import { type Explain, propertyLines } from "./properties.ts"
import { stopText, summaryLines } from "./summary.ts"
import { isUntraced, traceOf, waysTo } from "./trace.ts"
import { wrap } from "./wrap.ts"

/** Paragraphs with an empty line between them. */
const paragraphs = (all: readonly (readonly string[])[]): string =>
  all
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n")

/** Stands where the steps would. */
const untracedLines = (report: Report, width: number): string[] => {
  const why =
    report.stopped === undefined
      ? "the second search, which keeps them, did not come to it"
      : `${stopText(report)}, and only a second search, which keeps them, can tell`
  return wrap(`  the steps to it are not known: ${why}`, width)
}

/** A report for people. */
export const pretty = (
  { instance, report, shown }: Checked,
  locator: Locator,
  width: number,
  explain?: Explain,
): string => {
  const trace = traceOf(report)
  const wayLines = ({ name, trace }: PropertyReport): string[] => [
    `  the way to ${name}${trace === undefined ? " is not known: time or memory ran out" : ""}`,
    ...(trace === undefined ? [] : traceLines(instance, trace, locator, width)),
  ]
  return paragraphs([
    headerLines(instance, locator, width),
    propertyLines(instance, report.properties, { locator, explain, width }),
    mutantLines(instance, report, width),
    trace === undefined ? [] : traceLines(instance, trace, locator, width),
    isUntraced(report) ? untracedLines(report, width) : [],
    report.fault === undefined ? [] : faultLines(instance, report.fault, locator),
    ...waysTo(report, shown).map(wayLines),
    summaryLines(report, width),
  ])
}
