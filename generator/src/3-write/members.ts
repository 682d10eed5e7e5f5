import type { Shape, UnionShape } from "../1-read/shape.ts"
import { recordIn, tagValues, type Types } from "./shapes.ts"
import { fieldAccess, literalText } from "./words.ts"

/** A member of a union, with the number that stands for it in bytes. */
export interface Member {
  readonly index: number
  readonly shape: Shape
}

export const isConstant = ({ shape }: Member): boolean => shape.kind === "null" || shape.kind === "literal"

/** The constant that a member is, as TypeScript writes it. */
export const constantText = ({ shape }: Member): string =>
  shape.kind === "literal" ? literalText(shape.value) : "null"

/** How a program tells a kind of value from all others. */
const typeNames: Partial<Record<Shape["kind"], string>> = {
  boolean: "boolean",
  integer: "number",
  string: "string",
  node: "string",
  call: "string",
  opaque: "string",
}

/** What `typeof` says of a member; `null` when it does not tell it apart. */
export const typeNameOf = ({ shape }: Member): string | null => typeNames[shape.kind] ?? null

/** The literals beside a plain member that are values of its type too, and have numbers of their own. */
export const literalsBeside = ({ members }: UnionShape, member: Member): readonly string[] => {
  const type = typeNameOf(member)
  return members.flatMap((other) =>
    other.kind === "literal" && typeof other.value === type ? [literalText(other.value)] : [],
  )
}

const guards: Partial<Record<Shape["kind"], string>> = {
  array: "isArray",
  tuple: "isArray",
  list: "isList",
  set: "isSet",
  map: "isMap",
}

/** The condition under which a value is of this member, once it is of none of the members before it. */
export const condition = (types: Types, union: UnionShape, member: Member, value: string): string => {
  if (isConstant(member)) return `${value} === ${constantText(member)}`
  const type = typeNameOf(member)
  if (type !== null) return `typeof ${value} === "${type}"`
  const guard = guards[member.shape.kind]
  if (guard !== undefined) return `${guard}(${value})`
  const record = recordIn(types, member.shape)
  if (record === null || union.tag === null) return `typeof ${value} === "object"`
  const tag = fieldAccess(value, union.tag)
  return tagValues(record, union.tag)
    .map((literal) => `${tag} === ${literalText(literal)}`)
    .join(" || ")
}

const rankOf = (member: Member): number => {
  if (isConstant(member)) return 0
  if (typeNameOf(member) !== null) return 1
  return guards[member.shape.kind] === undefined ? 3 : 2
}

/**
 * The members in an order in which one can ask for them: constants, then plain values, then collections, then records. Of several plain
 * members with one type in memory (two kinds of names, say) the first stands for all.
 */
export const inTurn = ({ members }: UnionShape): readonly Member[] => {
  const all = members.map((shape, index): Member => ({ index, shape })).toSorted((a, b) => rankOf(a) - rankOf(b))
  return all.filter(
    (member, at) =>
      typeNameOf(member) === null || all.findIndex((other) => typeNameOf(other) === typeNameOf(member)) === at,
  )
}

/** Whether a member is never written, because an earlier one stands for it. */
export const isShadowed = (union: UnionShape, member: Member): boolean =>
  !inTurn(union).some(({ index }) => index === member.index)
