import { eachValue } from "../1-read/reach.ts"
import type { Program } from "../1-read/program.ts"
import { textOf } from "../1-read/symbols.ts"
import { ts } from "../typescript.ts"

/** The types of the values that are given to each field, by the field's name, whatever the record. */
export type Writes = ReadonlyMap<string, readonly ts.Type[]>

/** The name under which a write is told whose field is known only when it runs. */
export const anyField = "*"

/** A field's name and the type of what it is given. */
type Write = readonly [field: string, type: ts.Type]

const spreadWrites = ({ checker }: Program, spread: ts.SpreadAssignment, stateType: ts.Type): readonly Write[] => {
  const type = checker.getTypeAtLocation(spread.expression)
  if (type === stateType) return []
  const fields = type.isUnion() ? type.types.flatMap((member) => member.getProperties()) : type.getProperties()
  return fields.map((field) => [field.name, checker.getTypeOfSymbol(field)] as const)
}

const memberWrites = (program: Program, member: ts.ObjectLiteralElementLike, stateType: ts.Type): readonly Write[] => {
  if (ts.isSpreadAssignment(member)) return spreadWrites(program, member, stateType)
  const field = textOf(member.name) ?? anyField
  const value = ts.isPropertyAssignment(member) ? member.initializer : member.name
  return value === undefined ? [] : [[field, program.checker.getTypeAtLocation(value)]]
}

/**
 * Every field that is given a value in some code. A field of another record with the same name counts too: what is not
 * written by this account is surely not written.
 */
export const writesIn = (program: Program, pieces: readonly ts.Node[], stateType: ts.Type): Writes => {
  const writes = new Map<string, ts.Type[]>()
  for (const piece of pieces)
    eachValue(piece, (node) => {
      if (!ts.isObjectLiteralExpression(node)) return
      for (const [field, type] of node.properties.flatMap((member) => memberWrites(program, member, stateType)))
        writes.set(field, [...(writes.get(field) ?? []), type])
    })
  return writes
}
