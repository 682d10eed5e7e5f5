import type { Shape, UnionShape } from "../1-read/shape.ts"
import { indented } from "./layout.ts"
import { condition, constantText, inTurn, isConstant, type Member } from "./members.ts"
import { recordIn, tagValues, type Types } from "./shapes.ts"
import { leastWidth } from "./widths.ts"
import { fieldAccess, literalText, pascal } from "./words.ts"

/** What writes a part of a value: its own statements, or the call of a function. */
export type EncodePart = (shape: Shape, value: string, context: string) => readonly string[]

/** A part of an `if`: without a condition it is the last. */
interface Branch {
  readonly when: string | null
  readonly lines: readonly string[]
}

const branchLines = ({ when, lines }: Branch, at: number): readonly string[] => {
  const head = [at === 0 ? "" : "else", when === null ? "" : `if (${when})`].filter((word) => word !== "").join(" ")
  const [only, ...others] = lines
  if (only !== undefined && others.length === 0 && !only.startsWith("if ")) return [`${head} ${only}`]
  return [`${head} {`, ...indented(lines), "}"]
}

/** An `if` with all that follows it; a block closes on the line on which the next part begins. */
export const branching = (branches: readonly Branch[]): readonly string[] =>
  branches.flatMap(branchLines).reduce<readonly string[]>((lines, line) => {
    if (lines.at(-1) !== "}" || !line.startsWith("else")) return [...lines, line]
    return [...lines.slice(0, -1), `} ${line}`]
  }, [])

const memberLines = (member: Member, value: string, context: string, part: EncodePart): readonly string[] => {
  const content = part(member.shape, value, context)
  return [`writer.variant(${member.index})`, ...content]
}

/** A union as an `if`: the last member needs no condition. */
export const encodeChoice = (
  types: Types,
  union: UnionShape,
  value: string,
  context: string,
  part: EncodePart,
): readonly string[] => {
  const members = inTurn(union)
  const [first, second, ...others] = members
  if (first && second && others.length === 0 && isConstant(first) && isConstant(second))
    return [`writer.variant(${value} === ${constantText(first)} ? ${first.index} : ${second.index})`]
  if (first && second === undefined) return memberLines(first, value, context, part)
  return branching(
    members.map((member, at) => ({
      when: at === members.length - 1 ? null : condition(types, union, member, value),
      lines: memberLines(member, value, context, part),
    })),
  )
}

const caseLines = (labels: readonly string[], lines: readonly string[]): readonly string[] => {
  const last = lines.at(-1) ?? ""
  const isCall = /^(?:writer\.|encode)[^;]*\)$/.test(last) && !last.startsWith(" ")
  const body = isCall ? [...lines.slice(0, -1), `return ${last}`] : [...lines, "return"]
  return [...labels.map((label) => `case ${label}:`), ...indented(body)]
}

const switchOn = (subject: string, cases: readonly (readonly string[])[], type: string): readonly string[] => [
  `switch (${subject}) {`,
  ...indented([...cases.flat(), "default:", `  return writer.unlike(${literalText(type)})`]),
  "}",
]

/** A union as the body of a function: a `switch` where all members are constants or told apart by their tag. */
export const encodeUnion = (types: Types, union: UnionShape, context: string, part: EncodePart): readonly string[] => {
  const members = inTurn(union)
  if (members.every(isConstant)) {
    const cases = members.map((member) => caseLines([constantText(member)], [`writer.variant(${member.index})`]))
    return switchOn("value", cases, context)
  }
  const { tag } = union
  const records = members.map(({ shape }) => recordIn(types, shape))
  if (tag === null || records.includes(null)) return encodeChoice(types, union, "value", context, part)
  const cases = members.map((member, at) => {
    const record = records[at] ?? null
    const labels = record === null ? [] : tagValues(record, tag).map(literalText)
    return caseLines(labels, memberLines(member, "value", context, part))
  })
  return switchOn(fieldAccess("value", tag), cases, context)
}

const loop = (head: string, lines: readonly string[]): readonly string[] => {
  const [only, ...others] = lines
  if (only !== undefined && others.length === 0 && !only.startsWith("if ")) return [`${head} ${only}`]
  return [`${head} {`, ...indented(lines), "}"]
}

/** An item that takes no bytes is written as one byte, so that a count is never larger than what follows it. */
const itemLines = (types: Types, items: readonly Shape[], lines: readonly string[]): readonly string[] =>
  items.every((item) => leastWidth(types, item) === 0) ? ["writer.byte(0)", ...lines] : lines

const isMentioned = (word: string, lines: readonly string[]): string =>
  lines.some((line) => new RegExp(`\\b${word}\\b`).test(line)) ? word : `_${word}`

/** An array, list or set as the body of a function. */
export const encodeSequence = (
  types: Types,
  kind: "array" | "list" | "set",
  item: Shape,
  context: string,
  part: EncodePart,
): readonly string[] => {
  const lines = itemLines(types, [item], part(item, "item", `${context}Item`))
  const size = kind === "set" ? "size" : "length"
  return [`writer.count(value.${size})`, ...loop(`for (const ${isMentioned("item", lines)} of value)`, lines)]
}

/** A map as the body of a function. */
export const encodeMap = (
  types: Types,
  shape: Extract<Shape, { kind: "map" }>,
  context: string,
  part: EncodePart,
): readonly string[] => {
  const content = [...part(shape.key, "key", `${context}Key`), ...part(shape.value, "item", `${context}Value`)]
  const lines = itemLines(types, [shape.key, shape.value], content)
  const entry = `[${isMentioned("key", lines)}, ${isMentioned("item", lines)}]`
  return ["writer.count(value.size)", ...loop(`for (const ${entry} of value)`, lines)]
}

/** The fields of a record, one after the other. */
export const encodeFields = (
  fields: readonly { readonly name: string; readonly shape: Shape }[],
  value: string,
  context: string,
  part: EncodePart,
): readonly string[] =>
  fields.flatMap(({ name, shape }) => part(shape, fieldAccess(value, name), context + pascal(name)))
