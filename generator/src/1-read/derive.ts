import { ts } from "../typescript.ts"
import { argumentsOf, brandOf, collectionOf, isLoose } from "./language-types.ts"
import type { Program } from "./program.ts"
import type { Field, RecordShape, Shape } from "./shape.ts"
import type { Unsupported } from "./spec.ts"
import { refusedObject, refusedPrimitive } from "./refused.ts"
import { argumentAt, expanded, type Written, writtenType } from "./type-nodes.ts"
import { unionMembers } from "./symbols.ts"
import { inOrder, tagOf, tellsApart } from "./unions.ts"

/** Where in a state or message the derivation stands. */
export interface Place {
  readonly path: string
  readonly written: Written
  /** What to point at where nothing is written. */
  readonly node: ts.Node
  /** The name of the union around it, for a recursive record that has none. */
  readonly union?: string
  /** How many arrays and collections lie around it: those that contain themselves have no name to be told by. */
  readonly depth?: number
}

/** One for a whole spec: recursive types are named once, and each problem is told once. */
export interface Derivation {
  readonly program: Program
  readonly types: Map<string, Shape>
  readonly unsupported: Unsupported[]
  readonly done: Map<ts.Type, Shape>
  readonly open: Map<ts.Type, { readonly name: string; isRecursive: boolean }>
}

/** A derivation that has seen nothing yet. */
export const derivation = (program: Program): Derivation => ({
  program,
  types: new Map(),
  unsupported: [],
  done: new Map(),
  open: new Map(),
})

/** What stands for a type that cannot be: the spec is refused anyway. */
const placeholder: Shape = { kind: "null" }
const deepest = 24

const longest = 60
const shortened = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}...` : text)

const refuse = (derivation: Derivation, what: Unsupported["what"], type: ts.Type, place: Place): Shape => {
  const { unsupported, program } = derivation
  const node = place.written ?? place.node
  if (unsupported.some((known) => known.node === node && known.what === what)) return placeholder
  const text = place.written?.getText() ?? program.checker.typeToString(type)
  unsupported.push({ path: shortened(place.path), node, what, type: shortened(text) })
  return placeholder
}

const primitiveOf = ({ checker }: Program, type: ts.Type): Shape | null => {
  if (type.isStringLiteral() || type.isNumberLiteral()) return { kind: "literal", value: type.value }
  if (type.flags & ts.TypeFlags.BooleanLiteral) return { kind: "literal", value: checker.typeToString(type) === "true" }
  if (type.flags & ts.TypeFlags.Boolean) return { kind: "boolean" }
  if (type.flags & ts.TypeFlags.Number) return { kind: "integer" }
  if (type.flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral | ts.TypeFlags.StringMapping))
    return { kind: "string" }
  return type.flags & ts.TypeFlags.Null ? { kind: "null" } : null
}

const brandShape = (derivation: Derivation, type: ts.Type, place: Place): Shape | null => {
  const brand = brandOf(derivation.program, type)
  if (brand === null) return null
  const { word, argument } = brand
  const text = argument.isStringLiteral() ? argument.value : null
  if (word === "NodeId") return { kind: "node", role: text }
  if (word === "Opaque") return { kind: "opaque", name: text ?? "Opaque" }
  return { kind: "call", reply: itemOf(derivation, argument, place, 0, "()") }
}

const itemOf = (derivation: Derivation, item: ts.Type | undefined, place: Place, index: number, step: string): Shape =>
  item === undefined
    ? placeholder
    : shapeOf(derivation, item, {
        path: place.path + step,
        written: argumentAt(place.written, index),
        node: place.written ?? place.node,
        depth: (place.depth ?? 0) + 1,
      })

const sequenceOf = (derivation: Derivation, type: ts.Type, place: Place): Shape | null => {
  const { checker } = derivation.program
  const given = argumentsOf(checker, type)
  if (checker.isTupleType(type)) {
    if (isLoose(type)) return refuse(derivation, "loose", type, place)
    return { kind: "tuple", items: given.map((item, at) => itemOf(derivation, item, place, at, `[${at}]`)) }
  }
  if (checker.isArrayType(type)) return { kind: "array", item: itemOf(derivation, given[0], place, 0, "[]") }
  return null
}

const collectionShape = (derivation: Derivation, type: ts.Type, place: Place): Shape | null => {
  const { checker } = derivation.program
  const given = argumentsOf(checker, type)
  const item = (index: number, step: string) => itemOf(derivation, given[index], place, index, step)
  switch (collectionOf(derivation.program, type)) {
    case "List":
      return { kind: "list", item: item(0, "[]") }
    case "Set":
      return { kind: "set", item: item(0, "[]") }
    case "Map":
      return { kind: "map", key: item(0, ".keys"), value: item(1, ".values") }
    case null:
      return null
  }
}

const nameOf = (type: ts.Type): string | null => {
  const symbol = type.aliasSymbol ?? type.getSymbol()
  return symbol === undefined || symbol.name.startsWith("__") ? null : symbol.name
}

const fieldOf = (derivation: Derivation, field: ts.Symbol, record: Place): Field => {
  const node = field.valueDeclaration ?? record.node
  const place: Place = { path: `${record.path}.${field.name}`, written: writtenType(field.valueDeclaration), node }
  const type = derivation.program.checker.getTypeOfSymbol(field)
  if (field.flags & ts.SymbolFlags.Optional)
    return { name: field.name, shape: refuse(derivation, "optional", type, place) }
  return { name: field.name, shape: shapeOf(derivation, type, place) }
}

/** A name for a recursive type that no other type of the spec has. */
const freshName = ({ types, open }: Derivation, wanted: string): string => {
  const taken = [...types.keys(), ...[...open.values()].map(({ name }) => name)]
  const free = (name: string, count: number): string =>
    taken.includes(name) ? free(`${wanted}${count}`, count + 1) : name
  return free(wanted, 2)
}

/** The shape of a type with fields, whether it is a state, a message or a part of one. */
export const recordOf = (derivation: Derivation, type: ts.Type, place: Place): RecordShape => ({
  kind: "record",
  name: nameOf(type),
  fields: type.getProperties().map((field) => fieldOf(derivation, field, place)),
})

const namedRecord = (derivation: Derivation, type: ts.Type, place: Place): Shape => {
  const { done, open, types } = derivation
  const known = done.get(type)
  if (known !== undefined) return known
  const around = open.get(type)
  if (around !== undefined) {
    around.isRecursive = true
    return { kind: "reference", name: around.name }
  }
  if (open.size > deepest) return refuse(derivation, "deep", type, place)
  const entry = { name: freshName(derivation, nameOf(type) ?? place.union ?? "Recursive"), isRecursive: false }
  open.set(type, entry)
  const record = recordOf(derivation, type, place)
  open.delete(type)
  if (entry.isRecursive) types.set(entry.name, record)
  const shape: Shape = entry.isRecursive ? { kind: "reference", name: entry.name } : record
  done.set(type, shape)
  return shape
}

const unionOf = (derivation: Derivation, type: ts.UnionType, place: Place): Shape => {
  const { checker } = derivation.program
  const name = type.aliasSymbol?.name ?? null
  const members = inOrder(checker, type, place.written).map(({ type, written }) => ({
    type,
    shape: shapeOf(derivation, type, {
      path: place.path,
      written,
      node: place.written ?? place.node,
      depth: place.depth ?? 0,
      ...(name !== null && { union: name }),
    }),
  }))
  const [only, ...others] = members
  if (only !== undefined && others.length === 0) return only.shape
  const tag = tagOf(checker, members)
  if (!tellsApart(members, tag)) refuse(derivation, "unlike", type, place)
  return { kind: "union", name, tag, members: members.map(({ shape }) => shape) }
}

const isObject = ({ program }: Derivation, type: ts.Type): boolean =>
  (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0 &&
  !program.checker.isArrayLikeType(type) &&
  collectionOf(program, type) === null &&
  brandOf(program, type) === null

const fieldNames = (type: ts.Type): string =>
  type
    .getProperties()
    .map(({ name }) => name)
    .toSorted()
    .join(" ")

/** Why a type is none that has fields; `null` where it is. */
const notARecord = (derivation: Derivation, type: ts.Type, { written }: Place): Unsupported["what"] | null => {
  const members = unionMembers(type)
  if (members.every((member) => isObject(derivation, member))) {
    const refused = members.map((member) => refusedObject(derivation.program, member)).find((what) => what !== null)
    return refused ?? (new Set(members.map(fieldNames)).size > 1 ? "ragged" : null)
  }
  return refusedPrimitive(type, written) ?? "shapeless"
}

/** Whether a type has fields of its own; what has none is remembered as unsupported. */
export const isRecord = (derivation: Derivation, type: ts.Type, around: Place): boolean => {
  const place = { ...around, written: expanded(derivation.program.checker, around.written) }
  const wrong = notARecord(derivation, type, place)
  if (wrong !== null) refuse(derivation, wrong, type, place)
  return wrong === null
}

/** The shape of any type; what cannot be is remembered as unsupported. */
export const shapeOf = (derivation: Derivation, type: ts.Type, around: Place): Shape => {
  const place = { ...around, written: expanded(derivation.program.checker, around.written) }
  if ((place.depth ?? 0) > deepest) return refuse(derivation, "deep", type, place)
  const refused = refusedPrimitive(type, place.written)
  if (refused !== null) return refuse(derivation, refused, type, place)
  const plain = primitiveOf(derivation.program, type) ?? brandShape(derivation, type, place)
  if (plain !== null) return plain
  if (type.isUnion()) return unionOf(derivation, type, place)
  const several = sequenceOf(derivation, type, place) ?? collectionShape(derivation, type, place)
  if (several !== null) return several
  const wrong = refusedObject(derivation.program, type)
  return wrong === null ? namedRecord(derivation, type, place) : refuse(derivation, wrong, type, place)
}
