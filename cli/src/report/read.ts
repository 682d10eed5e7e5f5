import { readFileSync } from "node:fs"
import { aText, optional, record } from "../forms.ts"
import { type UserError, userErrors } from "../messages.ts"
import { isRemark } from "./json.ts"

export const textOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return undefined
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const failureForm = record({
  failure: record({ code: aText, place: optional(aText), reason: aText, fix: aText }),
})

const isFailure = (value: unknown): value is { readonly failure: Pick<UserError, "place" | "reason"> } =>
  failureForm(value)

/** Whether a text is what a command prints that has failed: no report, and no trace either. */
export const isFailureText = (text: string): boolean => /^\s*\{\s*"failure"/.test(text) && isFailure(parsed(text))

/** The reports in a text that `check --json` has printed, without what it remarks beside them. */
export const reportsOf = <Report>(
  file: string,
  text: string | undefined,
  isReport: (value: unknown) => value is Report,
): readonly Report[] | UserError => {
  if (text === undefined) return userErrors.noReport(file, "cannot be read")
  const all = parsed(text)
  if (isFailure(all)) return userErrors.failedReport(file, all.failure)
  const reports = Array.isArray(all) ? all.filter((one) => !isRemark(one)) : undefined
  return reports?.every(isReport)
    ? reports
    : userErrors.noReport(file, "is nothing that `lockstep check --json` prints")
}
