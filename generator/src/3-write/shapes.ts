import type { Field, RecordShape, Shape } from "../1-read/shape.ts"

/** The recursive types of a spec, by name. */
export type Types = ReadonlyMap<string, Shape>

/** The parts of a shape, one level down. */
export const partsOf = (shape: Shape): readonly Shape[] => {
  switch (shape.kind) {
    case "array":
    case "list":
    case "set":
      return [shape.item]
    case "tuple":
      return shape.items
    case "map":
      return [shape.key, shape.value]
    case "record":
      return shape.fields.map((field) => field.shape)
    case "union":
      return shape.members
    case "call":
      return [shape.reply]
    default:
      return []
  }
}

/** What a shape is, where it only names a recursive type. */
export const resolved = (types: Types, shape: Shape): Shape =>
  shape.kind === "reference" ? (types.get(shape.name) ?? shape) : shape

/** The record that a member of a union is; `null` when it is none. */
export const recordIn = (types: Types, shape: Shape): RecordShape | null => {
  const record = resolved(types, shape)
  return record.kind === "record" ? record : null
}

/** The values that the tag of a record can have. */
export const tagValues = (record: RecordShape, tag: string): readonly (string | number | boolean)[] => {
  const shape = record.fields.find(({ name }) => name === tag)?.shape
  if (shape === undefined) return []
  if (shape.kind === "boolean") return [false, true]
  const members = shape.kind === "union" ? shape.members : [shape]
  return members.flatMap((member) => (member.kind === "literal" ? [member.value] : []))
}

/** Whether a shape is a union with `null` in it. */
export const isNullable = (shape: Shape): boolean =>
  shape.kind === "union" && shape.members.some((member) => member.kind === "null")

/** Where the nullable fields at the end of a record begin: those may be missing at the end of a message. */
export const firstOptional = (fields: RecordShape["fields"]): number =>
  fields.findLastIndex(({ shape }) => !isNullable(shape)) + 1

/** A part of a state that the journal speaks of: a field, or a field of a record in it. */
export interface Leaf {
  readonly path: readonly string[]
  readonly shape: Shape
}

const isCollection = ({ kind }: Shape): boolean => kind === "list" || kind === "set" || kind === "map"

const holdsCollection = (shape: Shape): boolean =>
  shape.kind === "record" && shape.fields.some((field) => isCollection(field.shape) || holdsCollection(field.shape))

/** The parts of a field that change by themselves: a record with a collection in it is journalled field by field, so that its size does not matter. */
export const leavesOf = ({ name, shape }: Field, around: readonly string[] = []): readonly Leaf[] => {
  const path = [...around, name]
  return shape.kind === "record" && holdsCollection(shape)
    ? shape.fields.flatMap((field) => leavesOf(field, path))
    : [{ path, shape }]
}
