import { bare } from "./source.ts"
import { ts } from "./typescript.ts"

const comparisons: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
])

/** What an expression is, as far as it tells why it is true or false; the rest is a value. */
export type Part =
  | { readonly kind: "and" | "or"; readonly left: ts.Expression; readonly right: ts.Expression }
  | { readonly kind: "not"; readonly operand: ts.Expression }
  | {
      readonly kind: "choice"
      readonly condition: ts.Expression
      readonly whenTrue: ts.Expression
      readonly whenFalse: ts.Expression
    }
  | { readonly kind: "comparison"; readonly left: ts.Expression; readonly sign: string; readonly right: ts.Expression }
  | { readonly kind: "every" | "some"; readonly items: ts.Expression; readonly test: ts.Expression }
  | { readonly kind: "call"; readonly callee: ts.Identifier; readonly given: readonly ts.Expression[] }
  | { readonly kind: "value" }

const binaryPart = ({ left, operatorToken, right }: ts.BinaryExpression): Part => {
  if (operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) return { kind: "and", left, right }
  if (operatorToken.kind === ts.SyntaxKind.BarBarToken) return { kind: "or", left, right }
  if (!comparisons.has(operatorToken.kind)) return { kind: "value" }
  return { kind: "comparison", left, sign: operatorToken.getText(), right }
}

const callPart = ({ expression, arguments: given, questionDotToken }: ts.CallExpression): Part => {
  if (questionDotToken !== undefined || given.some(ts.isSpreadElement)) return { kind: "value" }
  if (ts.isIdentifier(expression)) return { kind: "call", callee: expression, given: [...given] }
  if (!ts.isPropertyAccessExpression(expression) || expression.questionDotToken) return { kind: "value" }
  const { text } = expression.name
  const [test, more] = given
  const isKnown = text === "every" || text === "some"
  if (test === undefined || more !== undefined || !isKnown) return { kind: "value" }
  return { kind: text, items: expression.expression, test }
}

/** Takes an expression apart, one step. */
export const partOf = (expression: ts.Expression): Part => {
  if (ts.isBinaryExpression(expression)) return binaryPart(expression)
  if (ts.isCallExpression(expression)) return callPart(expression)
  if (ts.isConditionalExpression(expression)) {
    const { condition, whenTrue, whenFalse } = expression
    return { kind: "choice", condition, whenTrue, whenFalse }
  }
  if (ts.isPrefixUnaryExpression(expression) && expression.operator === ts.SyntaxKind.ExclamationToken)
    return { kind: "not", operand: expression.operand }
  return { kind: "value" }
}

const insideOf = (part: Part): readonly ts.Expression[] => {
  switch (part.kind) {
    case "and":
    case "or":
    case "comparison":
      return [part.left, part.right]
    case "not":
      return [part.operand]
    case "choice":
      return [part.condition, part.whenTrue, part.whenFalse]
    case "every":
    case "some":
      return [part.items, part.test]
    case "call":
      return [part.callee, ...part.given]
    case "value":
      return []
  }
}

/** An expression and all inside of it that may be asked. */
export const askable = (outer: ts.Expression): readonly ts.Expression[] => {
  const expression = bare(outer)
  return [expression, ...insideOf(partOf(expression)).flatMap(askable)]
}
