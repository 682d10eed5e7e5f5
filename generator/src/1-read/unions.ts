import { ts } from "../typescript.ts"
import type { Shape } from "./shape.ts"
import { alternatives, type Written } from "./type-nodes.ts"

/** A member of a union, and how it is written. */
export interface Alternative {
  readonly type: ts.Type
  readonly written: Written
}

const isTruthValue = (type: ts.Type) => (type.flags & ts.TypeFlags.BooleanLike) !== 0

const positionOf = (type: ts.Type): number => type.getSymbol()?.declarations?.[0]?.pos ?? -1

/** `true` beside `false` is `boolean`: the compiler has no other trace of it in a union. */
const withBoolean = (checker: ts.TypeChecker, members: readonly ts.Type[]): readonly ts.Type[] => {
  const values = members.filter(isTruthValue)
  return values.length < 2 ? members : [...members.filter((type) => !isTruthValue(type)), checker.getBooleanType()]
}

/** The members of a union in the order in which they are written: the compiler's own order depends on what it saw before. */
export const inOrder = (checker: ts.TypeChecker, union: ts.UnionType, written: Written): readonly Alternative[] => {
  const nodes = alternatives(checker, written).map((node) => ({ node, type: checker.getTypeFromTypeNode(node) }))
  const rankOf = (type: ts.Type) => {
    const at = nodes.findIndex((node) => node.type === type || (isTruthValue(node.type) && isTruthValue(type)))
    return at < 0 ? nodes.length : at
  }
  const textOf = (type: ts.Type) => checker.typeToString(type)
  return withBoolean(checker, union.types)
    .toSorted((a, b) => rankOf(a) - rankOf(b) || positionOf(a) - positionOf(b) || (textOf(a) < textOf(b) ? -1 : 1))
    .map((type) => ({ type, written: nodes.find((node) => node.type === type)?.node }))
}

interface Member {
  readonly type: ts.Type
  readonly shape: Shape
}

const isRecord = ({ shape }: Member) => shape.kind === "record" || shape.kind === "reference"

/** The literals that a field can have; `null` when it can have anything else. */
const literalsOf = (checker: ts.TypeChecker, record: ts.Type, field: string): readonly ts.Type[] | null => {
  const symbol = record.getProperty(field)
  if (symbol === undefined) return null
  const type = checker.getTypeOfSymbol(symbol)
  const members = type.isUnion() ? type.types : [type]
  return members.every((member) => member.isLiteral() || isTruthValue(member)) ? members : null
}

/** The field that tells the records of a union apart: `type`, or the first that does. */
export const tagOf = (checker: ts.TypeChecker, members: readonly Member[]): string | null => {
  const records = members.filter(isRecord).map(({ type }) => type)
  const [first, ...others] = records
  if (first === undefined || others.length === 0) return null
  const discriminates = (field: string) => {
    const literals = records.map((record) => literalsOf(checker, record, field))
    if (literals.includes(null)) return false
    const all = literals.flatMap((values) => values ?? [])
    return all.every((literal, at) => all.indexOf(literal) === at)
  }
  const fields = first.getProperties().map(({ name }) => name)
  const inTurn = fields.includes("type") ? ["type", ...fields] : fields
  return inTurn.find(discriminates) ?? null
}

const several: readonly Shape["kind"][][] = [["array", "tuple"], ["list"], ["set"], ["map"]]

/** Whether a value says by itself which member of the union it is. */
export const tellsApart = (members: readonly Member[], tag: string | null): boolean =>
  (tag !== null || members.filter(isRecord).length < 2) &&
  several.every((kinds) => members.filter(({ shape }) => kinds.includes(shape.kind)).length < 2)
