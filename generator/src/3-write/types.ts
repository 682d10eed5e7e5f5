import type { Field, Shape } from "../1-read/shape.ts"
import { type Group, type Layout, laidOut } from "./layout.ts"
import type { Names } from "./names.ts"
import type { MessagesUnit, Unit } from "./units.ts"
import { declaredField, literalText, quoted } from "./words.ts"

const fieldsGroup = (items: readonly Layout[]): Group => ({ open: "{ ", items, close: " }", between: "; ", after: "" })

const fieldType = (names: Names, { name, shape }: Field): Layout => [
  `readonly ${declaredField(name)}: `,
  typeLayout(names, shape),
]

const generic = (name: string, parts: readonly Layout[]): Group => ({
  open: `${name}<`,
  items: parts,
  close: ">",
  between: ", ",
  after: ",",
})

const unionLayout = (names: Names, members: readonly Shape[]): Layout =>
  members.flatMap((member, at) => (at === 0 ? [typeLayout(names, member)] : [" | ", typeLayout(names, member)]))

/** The item type of an array: a union needs brackets. */
export const itemType = (names: Names, item: Shape): Layout =>
  (item.kind === "union" && names.of(item) === null) || item.kind === "array" || item.kind === "tuple"
    ? ["(", typeLayout(names, item), ")"]
    : typeLayout(names, item)

/** A type written out, whether or not it has a name. */
const writtenOut = (names: Names, shape: Shape): Layout => {
  switch (shape.kind) {
    case "integer":
      return "number"
    case "literal":
      return literalText(shape.value)
    case "array":
      return ["readonly ", itemType(names, shape.item), "[]"]
    case "tuple":
      return [
        "readonly ",
        {
          ...generic(
            "",
            shape.items.map((item) => typeLayout(names, item)),
          ),
          open: "[",
          close: "]",
        },
      ]
    case "list":
      return generic("List", [typeLayout(names, shape.item)])
    case "set":
      return generic("Set", [typeLayout(names, shape.item)])
    case "map":
      return generic("Map", [typeLayout(names, shape.key), typeLayout(names, shape.value)])
    case "record":
      return fieldsGroup(shape.fields.map((field) => fieldType(names, field)))
    case "union":
      return unionLayout(names, shape.members)
    case "node":
      return shape.role === null ? "NodeId" : `NodeId<${quoted(shape.role)}>`
    case "call":
      return generic("Call", [typeLayout(names, shape.reply)])
    case "opaque":
      return `Opaque<${quoted(shape.name)}>`
    case "reference":
      return names.of(shape) ?? shape.name
    default:
      return shape.kind
  }
}

/** The type of a shape: its name where it has one. */
export const typeLayout = (names: Names, shape: Shape): Layout => names.of(shape) ?? writtenOut(names, shape)

/** The type of a shape on one line. */
export const typeText = (names: Names, shape: Shape): string => laidOut(typeLayout(names, shape), "", -1_000_000)

/** Alternatives beside each other, on the next line, or each on its own. */
const alternatives = (name: string, members: readonly Layout[]): string => {
  const line = members.map((member) => laidOut(member, "", -1_000_000)).join(" | ")
  const start = `export type ${name} =`
  if (start.length + 1 + line.length <= 120) return `${start} ${line}`
  if (2 + line.length <= 120) return `${start}\n  ${line}`
  return [start, ...members.map((member) => `  | ${laidOut(member, "    ", 4)}`)].join("\n")
}

const declaration = (names: Names, name: string, shape: Shape): string => {
  if (shape.kind === "union")
    return alternatives(
      name,
      shape.members.map((member) => typeLayout(names, member)),
    )
  if (shape.kind !== "record") return `export type ${name} = ${laidOut(writtenOut(names, shape))}`
  if (shape.fields.length === 0) return `export interface ${name} {}`
  const fields = shape.fields.map((field) => `  ${laidOut(fieldType(names, field), "  ")}`)
  return [`export interface ${name} {`, ...fields, "}"].join("\n")
}

const messagesDeclaration = (names: Names, unit: MessagesUnit): string =>
  alternatives(
    names.ofUnit(unit),
    unit.messages.map(({ shape }) => typeLayout(names, shape)),
  )

/** The type of a unit that the spec has no name for. */
const unitDeclaration = (names: Names, unit: Unit): readonly string[] => {
  if (unit.kind === "value") return []
  const comment = `/** ${unit.comment} */\n`
  if (unit.kind === "messages") return [comment + messagesDeclaration(names, unit)]
  const fields = unit.fields.map(({ name }) => quoted(name)).join(" | ")
  return [`${comment}export type ${names.ofUnit(unit)} = Pick<${typeText(names, unit.state)}, ${fields}>`]
}

/** The declarations of all types of a spec. */
export const typeDeclarations = (names: Names, units: readonly Unit[]): string =>
  [
    ...names.all.map(([name, shape]) => declaration(names, name, shape)),
    ...units.flatMap((unit) => unitDeclaration(names, unit)),
  ].join("\n\n")
