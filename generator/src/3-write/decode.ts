import type { Field, Shape, UnionShape } from "../1-read/shape.ts"
import { indented, type Layout, laidOut, listed } from "./layout.ts"
import { isShadowed, literalsBeside, type Member } from "./members.ts"
import type { Names } from "./names.ts"
import { itemType, typeText } from "./types.ts"
import { leastWidth } from "./widths.ts"
import { givenField, literalText, pascal, quoted } from "./words.ts"

/** What reads a part of a value: an expression. */
export type DecodePart = (shape: Shape, context: string) => Layout

/** A member of a union as an expression; of a member that is never written, there is nothing to read. */
const memberLayout = (union: UnionShape, member: Member, context: string, part: DecodePart): Layout => {
  if (isShadowed(union, member)) return "reader.unknownVariant()"
  const content = part(member.shape, context)
  const literals = literalsBeside(union, member)
  if (member.shape.kind === "literal" || literals.length === 0) return content
  return ["reader.otherThan(", content, `, [${literals.join(", ")}])`]
}

/** A union of two as an expression. */
export const decodeChoice = (union: UnionShape, context: string, part: DecodePart): Layout => {
  const [first = "", second = ""] = union.members.map((shape, index) =>
    memberLayout(union, { shape, index }, context, part),
  )
  return ["reader.variantOf(2) === 0 ? ", first, " : ", second]
}

const caseLines = (index: number, content: Layout): readonly string[] => [
  `case ${index}:`,
  ...indented([laidOut(["return ", content], "", 6)]),
]

/** Cases by number, and a refusal of every other number. */
export const decodeSwitch = (cases: readonly Layout[]): readonly string[] => [
  "switch (reader.variant()) {",
  ...indented([
    ...cases.flatMap((content, index) => caseLines(index, content)),
    "default:",
    "  return reader.unknownVariant()",
  ]),
  "}",
]

/** A union as the body of a function. */
export const decodeUnion = (union: UnionShape, context: string, part: DecodePart): readonly string[] =>
  decodeSwitch(union.members.map((shape, index) => memberLayout(union, { shape, index }, context, part)))

const loop = (blank: boolean, content: Layout): readonly string[] => {
  const head = "for (let index = 0; index < count; index++)"
  const push = ["items.push(", content, ")"]
  const line = laidOut([`${head} `, push], "", -1_000_000)
  if (!blank && line.length <= 118) return [line]
  return [`${head} {`, ...(blank ? ["  reader.blank()"] : []), `  ${laidOut(push, "  ", 4)}`, "}"]
}

const results = { array: "items", list: "List.from(items)", set: "reader.set(items)" }

/** An array, list or set as the body of a function. */
export const decodeSequence = (
  names: Names,
  kind: "array" | "list" | "set",
  item: Shape,
  context: string,
  part: DecodePart,
): readonly string[] => {
  const width = leastWidth(names.types, item)
  return [
    `const count = reader.count(${Math.max(1, width)})`,
    `const items: ${laidOut(itemType(names, item), "", -1_000_000)}[] = []`,
    ...loop(width === 0, part(item, `${context}Item`)),
    `return ${results[kind]}`,
  ]
}

/** A map as the body of a function. */
export const decodeMap = (
  names: Names,
  { key, value }: Extract<Shape, { kind: "map" }>,
  context: string,
  part: DecodePart,
): readonly string[] => {
  const width = leastWidth(names.types, key) + leastWidth(names.types, value)
  return [
    `const count = reader.count(${Math.max(1, width)})`,
    `const items: (readonly [${typeText(names, key)}, ${typeText(names, value)}])[] = []`,
    ...loop(width === 0, listed("[", [part(key, `${context}Key`), part(value, `${context}Value`)], "]")),
    "return reader.map(items)",
  ]
}

/** A record as an expression: its fields are read in the order in which they stand. */
export const decodeFields = (fields: readonly Field[], context: string, part: DecodePart): Layout => ({
  ...listed(
    "{ ",
    fields.map(({ name, shape }) => [`${givenField(name)}: `, part(shape, context + pascal(name))]),
    " }",
  ),
})

/** What is read by one call of the reader. */
export const decodePlain = (names: Names, shape: Shape): Layout => {
  switch (shape.kind) {
    case "literal":
      return literalText(shape.value)
    case "boolean":
    case "integer":
      return `reader.${shape.kind}()`
    case "node":
      return shape.role === null ? "reader.node()" : `reader.node<${quoted(shape.role)}>()`
    case "call":
      return `reader.call<${typeText(names, shape.reply)}>()`
    case "opaque":
      return `reader.opaque(${quoted(shape.name)})`
    case "string":
      return "reader.text()"
    default:
      return "null"
  }
}
