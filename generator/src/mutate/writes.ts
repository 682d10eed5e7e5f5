import { ts } from "../typescript.ts"
import type { Rule } from "./replacement.ts"

const isRebound = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) &&
  node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
  ts.isIdentifier(node.left) &&
  ts.isExpressionStatement(node.parent)

/** A state that is not bound anew. */
export const assignments: Rule = (_, node) =>
  isRebound(node) ? [{ operator: "assignment", node, text: node.left.getText() }] : []

/** A field of a changed state that keeps what it was. */
export const fields: Rule = (_, node) => {
  if (!ts.isObjectLiteralExpression(node) || !node.properties.some(ts.isSpreadAssignment)) return []
  return node.properties.flatMap((property) => {
    if (ts.isSpreadAssignment(property)) return []
    const kept = node.properties.filter((other) => other !== property).map((other) => other.getText())
    return [{ operator: "write" as const, node, text: `{ ${kept.join(", ")} }` }]
  })
}
