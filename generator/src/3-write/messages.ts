import { relative, sep } from "node:path"
import type { Field } from "../1-read/shape.ts"
import type { Kind } from "../1-read/spec.ts"
import { placeOf } from "../place.ts"
import { type DecodePart, decodeSwitch } from "./decode.ts"
import type { CodecFunctions, Emission } from "./emission.ts"
import { branching, encodeFields, type EncodePart } from "./encode.ts"
import { indented, type Layout } from "./layout.ts"
import { decodePart, encodePart } from "./parts.ts"
import { firstOptional } from "./shapes.ts"
import type { DurableUnit, MessagesUnit } from "./units.ts"
import { fieldAccess, givenField, pascal, quoted } from "./words.ts"

/** `value.b !== null ? 2 : value.a !== null ? 1 : 0`: how many fields are left when those at the end are `null`. */
const presentFields = (fields: readonly Field[], first: number): string =>
  fields
    .slice(first)
    .map(({ name }, at) => `${fieldAccess("value", name)} !== null ? ${first + at + 1} : `)
    .toReversed()
    .join("") + String(first)

/** The fields that may be missing at the end, each only written when it or one after it is there. */
const optionalLines = (fields: readonly Field[], first: number, context: string, part: EncodePart): readonly string[] =>
  fields
    .slice(first)
    .flatMap((field, at) =>
      branching([{ when: `fields > ${first + at}`, lines: encodeFields([field], "value", context, part) }]),
    )

/** Fields up to the end of the bytes. `begin` says what goes before them, once it is known how many there are. */
const openEncode = (
  fields: readonly Field[],
  context: string,
  part: EncodePart,
  begin: (count: string) => readonly string[],
): readonly string[] => {
  const first = firstOptional(fields)
  const always = encodeFields(fields.slice(0, first), "value", context, part)
  if (first === fields.length) return [...begin(String(first)), ...always]
  return [
    `const fields = ${presentFields(fields, first)}`,
    ...begin("fields"),
    ...always,
    ...optionalLines(fields, first, context, part),
  ]
}

const openDecode = (
  fields: readonly Field[],
  context: string,
  part: DecodePart,
  isOptional: (at: number) => boolean,
): Layout => {
  const layouts = fields.map(({ name, shape }, at): Layout => {
    const content = part(shape, context + pascal(name))
    return isOptional(at)
      ? [`${givenField(name)}: reader.isAtEnd() ? null : reader.last(`, content, ")"]
      : [`${givenField(name)}: `, content]
  })
  return { open: "{ ", items: layouts, close: " }", between: ", ", after: "," }
}

/** All but the tag, which the number of the message says. */
export const payloadOf = ({ shape }: Kind): readonly Field[] => shape.fields.filter(({ name }) => name !== "type")

const encodeCase = (kind: Kind, at: number, part: EncodePart, root: string): readonly string[] => {
  const payload = payloadOf(kind)
  const context = pascal(kind.type)
  const lines = openEncode(payload, context, part, (count) => [`writer.message(${at}, ${count})`])
  const isBlock = firstOptional(payload) < payload.length
  const { file, line } = placeOf(kind.node)
  const from = relative(root, file).split(sep).join("/")
  return [
    `// ${from}:${line}`,
    `case ${quoted(kind.type)}:${isBlock ? " {" : ""}`,
    ...indented([...lines, "return"]),
    ...(isBlock ? ["}"] : []),
  ]
}

const decodeCase = (kind: Kind, part: DecodePart): Layout => {
  const payload = payloadOf(kind)
  const first = firstOptional(payload)
  const isOptional = (at: number) => {
    const field = kind.shape.fields[at]
    return field !== undefined && payload.indexOf(field) >= first
  }
  return openDecode(kind.shape.fields, pascal(kind.type), part, isOptional)
}

/** The functions of all messages that one role says to another. */
export const messageFunctions = (emission: Emission, unit: MessagesUnit, root: string): CodecFunctions => {
  const name = emission.names.ofUnit(unit)
  const encode = encodePart(emission)
  const decode = decodePart(emission)
  return {
    name,
    type: name,
    comment: unit.comment,
    encode: [
      "switch (value.type) {",
      ...indented([
        ...unit.messages.flatMap((kind, at) => encodeCase(kind, at, encode, root)),
        "default:",
        `  return writer.unlike(${quoted(name)})`,
      ]),
      "}",
    ],
    decode: decodeSwitch(unit.messages.map((kind) => decodeCase(kind, decode))),
  }
}

/** The functions of what a node keeps. */
export const durableFunctions = (emission: Emission, unit: DurableUnit): CodecFunctions => {
  const name = emission.names.ofUnit(unit)
  const context = emission.names.of(unit.state) ?? pascal(unit.role)
  const first = firstOptional(unit.fields)
  return {
    name,
    type: name,
    comment: unit.comment,
    encode: openEncode(unit.fields, context, encodePart(emission), () => []),
    decode: { expression: ["(", openDecode(unit.fields, context, decodePart(emission), (at) => at >= first), ")"] },
  }
}
