import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import type { Mutation } from "@lockstep/generator"
import { isNoJson, type Placed, readJson } from "@lockstep/judge/json"
import { isRecord } from "../forms.ts"
import { unreadable, type UserError, userErrors } from "../messages.ts"
import { nearest } from "../nearest.ts"
import { excerptAt } from "../source/excerpt.ts"
import { lineAndColumn } from "../source/lines.ts"

/** A change that nobody needs to notice, and why. */
export interface Explanation {
  readonly before: string
  readonly after: string
  readonly because: string
  /** Where the same text stands several times: which of them. */
  readonly line?: number
  readonly column?: number
}

/** Why a text holds no explanations, and where: an offset. */
interface Problem {
  readonly at: number
  readonly reason: string
  readonly fix: string
}

const isProblem = (read: object): read is Problem => "reason" in read

const example = '[{ "before": "…", "after": "…", "because": "…" }]'
const likeThis = `write it like ${example}`
const known = ["before", "after", "because", "line", "column"]

const wrongField = ({ fields }: Placed): Problem | undefined => {
  const strange = fields.find(({ name }) => !known.includes(name))
  if (strange === undefined) return undefined
  const meant = nearest(strange.name, known)
  const fix = meant === undefined ? `choose from ${known.join(", ")}` : `did you mean "${meant}"?`
  return { at: strange.at, reason: `an explanation has no "${strange.name}"`, fix }
}

const fieldOf = ({ fields }: Placed, name: string): Placed | undefined =>
  fields.findLast((one) => one.name === name)?.placed

const textOf = (explanation: Placed, name: string): string | Problem => {
  const field = fieldOf(explanation, name)
  if (field === undefined) return { at: explanation.at, reason: `an explanation lacks its "${name}"`, fix: likeThis }
  const { value, at } = field
  return typeof value === "string" ? value : { at, reason: `"${name}" is no text`, fix: likeThis }
}

const reasonOf = (explanation: Placed): string | Problem => {
  const because = textOf(explanation, "because")
  if (typeof because !== "string" || because.trim() !== "") return because
  const at = fieldOf(explanation, "because")?.at ?? explanation.at
  return { at, reason: '"because" says nothing', fix: "say why nobody has to notice this change" }
}

const numberOf = (explanation: Placed, name: string): number | undefined | Problem => {
  const field = fieldOf(explanation, name)
  if (field === undefined) return undefined
  const { value, at } = field
  if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return value
  return { at, reason: `"${name}" is no number from 1 on`, fix: `write it like "${name}": 12, as --json prints it` }
}

const explanationOf = (placed: Placed): Explanation | Problem => {
  if (!isRecord(placed.value)) return { at: placed.at, reason: "an explanation is no record", fix: likeThis }
  const wrong = wrongField(placed)
  if (wrong !== undefined) return wrong
  const [before, after, because] = [textOf(placed, "before"), textOf(placed, "after"), reasonOf(placed)]
  if (typeof before !== "string") return before
  if (typeof after !== "string") return after
  if (typeof because !== "string") return because
  const [line, column] = [numberOf(placed, "line"), numberOf(placed, "column")]
  if (typeof line === "object") return line
  if (typeof column === "object") return column
  return { before, after, because, ...(line !== undefined && { line }), ...(column !== undefined && { column }) }
}

const readExplanations = (text: string): readonly Explanation[] | Problem => {
  const read = readJson(text)
  if (isNoJson(read)) return { at: read.stoppedAt, reason: "is no JSON from here on", fix: likeThis }
  if (!Array.isArray(read.value)) return { at: read.at, reason: "is no list of explanations", fix: likeThis }
  const explanations: Explanation[] = []
  for (const item of read.items) {
    const explanation = explanationOf(item)
    if (isProblem(explanation)) return explanation
    explanations.push(explanation)
  }
  return explanations
}

/** What is said of changes in the survivors.json beside a model. */
export const explanationsOf = (model: string): readonly Explanation[] | UserError => {
  const file = join(dirname(model), "survivors.json")
  if (!existsSync(file)) return []
  let text: string
  try {
    text = readFileSync(file, "utf8")
  } catch (error) {
    return userErrors.badExplanation(file, unreadable(error), "make it a file that you may read")
  }
  const read = readExplanations(text)
  if (!isProblem(read)) return read
  const { line, column } = lineAndColumn(text, read.at)
  const told = userErrors.badExplanation(`${file}:${line}:${column}`, read.reason, read.fix)
  return { ...told, excerpt: excerptAt({ file, line, column }) }
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ")

/** Whether an explanation speaks of a change. */
export const explains = ({ before, after, line, column }: Explanation, mutation: Mutation): boolean =>
  oneLine(before) === oneLine(mutation.before) &&
  oneLine(after) === oneLine(mutation.after) &&
  (line === undefined || line === mutation.line) &&
  (column === undefined || column === mutation.column)
