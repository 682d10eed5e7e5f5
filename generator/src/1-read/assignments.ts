import { ts } from "../typescript.ts"

/** Whether an expression gives a new value to its left side. */
export const isAssignment = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) &&
  node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
  node.operatorToken.kind <= ts.SyntaxKind.LastAssignment

/** Whether a name is written and not read: the left side of `=`. */
export const isTarget = (node: ts.Node): boolean => {
  const { parent } = node
  return (
    ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.left === node
  )
}

/** The function around a node, or its file. */
export const functionAround = (node: ts.Node): ts.Node =>
  ts.isFunctionLike(node) || ts.isSourceFile(node) ? node : functionAround(node.parent)
