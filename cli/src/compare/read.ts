import { aSize, aText, listOf, oneOf, optional, record } from "../forms.ts"
import { isUserError, type UserError } from "../messages.ts"
import { reportsOf, textOf } from "../report/read.ts"
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

/** Reads what an earlier `lockstep check --json` printed. */
export const readBriefs = (file: string): readonly Brief[] | UserError => {
  const briefs = reportsOf(file, textOf(file), isBrief)
  return isUserError(briefs) ? briefs : briefs.map(briefOf)
}
