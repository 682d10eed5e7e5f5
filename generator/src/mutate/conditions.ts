import { ts } from "../typescript.ts"
import type { Replacement, Rule } from "./replacement.ts"

/** A negated text: `!==` for `===`, and the neighbour of an order. */
const others: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, "!=="],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, "==="],
  [ts.SyntaxKind.LessThanToken, "<="],
  [ts.SyntaxKind.LessThanEqualsToken, "<"],
  [ts.SyntaxKind.GreaterThanToken, ">="],
  [ts.SyntaxKind.GreaterThanEqualsToken, ">"],
])

/** A comparison that is just not the one that was meant. */
export const comparisons: Rule = (_, node) => {
  const other = ts.isBinaryExpression(node) ? others.get(node.operatorToken.kind) : undefined
  return ts.isBinaryExpression(node) && other !== undefined
    ? [{ operator: "comparison", node: node.operatorToken, text: other }]
    : []
}

const isLogical = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) &&
  (node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    node.operatorToken.kind === ts.SyntaxKind.BarBarToken)

const constants = (node: ts.Expression): readonly Replacement[] =>
  ["true", "false"].map((text) => ({ operator: "guard", node, text }))

/** A condition that is always true, or never; a part of one that is left out. */
export const guards: Rule = (_, node) => {
  if (ts.isIfStatement(node)) return constants(node.expression)
  if (ts.isConditionalExpression(node)) return constants(node.condition)
  if (isLogical(node))
    return [node.left, node.right].map((kept) => ({ operator: "guard", node, text: `(${kept.getText()})` }))
  return []
}
