import { readFileSync } from "node:fs"
import { aSize, aText, listOf, oneOf, optional, record } from "../forms.ts"
import { type UserError, userErrors } from "../messages.ts"
import { isRemark } from "../report/json.ts"
import { type Brief, briefOf } from "./brief.ts"

const briefForm = record({
  file: aText,
  instance: aText,
  verdict: aText,
  states: aSize,
  transitions: aSize,
  depth: aSize,
  properties: listOf(
    record({
      kind: aText,
      name: aText,
      outcome: oneOf("holds", "broken", "reached", "unreached", "unknown"),
      depth: optional(aSize),
    }),
  ),
})

const isBrief = (value: unknown): value is Brief & { readonly [more: string]: unknown } => briefForm(value)

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const contents = (file: string): string | undefined => {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return undefined
  }
}

/** Reads what an earlier `lockstep check --json` printed. */
export const readBriefs = (file: string): readonly Brief[] | UserError => {
  const text = contents(file)
  if (text === undefined) return userErrors.noReport(file, "cannot be read")
  const all = parsed(text)
  const reports = Array.isArray(all) ? all.filter((one) => !isRemark(one)) : undefined
  return reports?.every(isBrief)
    ? reports.map(briefOf)
    : userErrors.noReport(file, "is nothing that `lockstep check --json` prints")
}
