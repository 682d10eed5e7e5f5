import { missesCases } from "../messages.ts"
import { ts } from "../typescript.ts"
import type { NodeRule } from "./scene.ts"

const units = ts.TypeFlags.Literal | ts.TypeFlags.Null | ts.TypeFlags.Undefined

const isUnit = (type: ts.Type): boolean => (type.flags & units) !== 0

/** A switch over a union of literals that has neither all of them nor a `default`. */
export const switches: NodeRule = ({ program, report }, node) => {
  if (!ts.isSwitchStatement(node)) return
  const { checker } = program
  const type = checker.getTypeAtLocation(node.expression)
  const { clauses } = node.caseBlock
  if (!type.isUnion() || !type.types.every(isUnit) || clauses.some(ts.isDefaultClause)) return
  const textOf = (type: ts.Type) => checker.typeToString(type)
  const known = clauses.flatMap((clause) =>
    ts.isCaseClause(clause) ? [textOf(checker.getTypeAtLocation(clause.expression))] : [],
  )
  const missing = type.types
    .map(textOf)
    .filter((text) => !known.includes(text))
    .toSorted()
  if (missing.length > 0) report(node, missesCases(missing))
}
