import { functionAround, isTarget } from "../1-read/assignments.ts"
import { isReference } from "../1-read/reach.ts"
import { symbolAt } from "../1-read/symbols.ts"
import { cutsBits, divides, hasFraction, mayLackArguments, tooLarge } from "../messages.ts"
import { ts } from "../typescript.ts"
import type { CodeRule, NodeRule, Scene } from "./scene.ts"

const { SyntaxKind } = ts
const comparing: readonly ts.SyntaxKind[] = [
  ...[SyntaxKind.LessThanToken, SyntaxKind.LessThanEqualsToken],
  ...[SyntaxKind.GreaterThanToken, SyntaxKind.GreaterThanEqualsToken],
  ...[SyntaxKind.EqualsEqualsEqualsToken, SyntaxKind.ExclamationEqualsEqualsToken],
]
const calculating: readonly ts.SyntaxKind[] = [
  ...[SyntaxKind.PlusToken, SyntaxKind.MinusToken, SyntaxKind.AsteriskToken],
  ...[SyntaxKind.SlashToken, SyntaxKind.PercentToken, SyntaxKind.AsteriskAsteriskToken],
]
/** What hands on one of its sides. */
const choosing: readonly ts.SyntaxKind[] = [
  ...[SyntaxKind.BarBarToken, SyntaxKind.AmpersandAmpersandToken, SyntaxKind.QuestionQuestionToken],
]
const rounding: readonly string[] = ["Math.floor", "Math.ceil", "Math.trunc", "Math.sign"]
const passing: readonly string[] = ["Math.max", "Math.min", "Math.abs"]
const testing: readonly string[] = ["Number.isInteger", "Number.isSafeInteger"]

/** Where a name is read. */
const readsOf = (scene: Scene, name: ts.Node, around: readonly ts.Node[]): readonly ts.Identifier[] => {
  const symbol = scene.program.checker.getSymbolAtLocation(name)
  const reads: ts.Identifier[] = []
  const visit = (node: ts.Node): void => {
    const isSame = isReference(node) && symbolAt(scene.program, node) === symbol
    if (isSame && !isTarget(node)) reads.push(node)
    node.forEachChild(visit)
  }
  for (const node of around) visit(node)
  return reads
}

/** Whether whoever reads a local name settles it. */
const readersSettle = (scene: Scene, name: ts.Node, depth: number): boolean =>
  readsOf(scene, name, [functionAround(name.parent.parent)]).every((read) => isSettled(scene, read, depth + 1))

/** Whether every caller of a function settles what it gives back; one that puts items in order needs no whole number. */
const callersSettle = (scene: Scene, asked: ts.Node, depth: number): boolean => {
  const { parent } = asked
  if (ts.isCallExpression(parent)) return parent.expression.getText().endsWith(".toSorted")
  const name = ts.isFunctionDeclaration(asked) ? asked.name : ts.isVariableDeclaration(parent) ? parent.name : undefined
  if (name === undefined) return false
  return readsOf(scene, name, scene.program.files)
    .filter((read) => !ts.isImportSpecifier(read.parent) && !ts.isExportSpecifier(read.parent))
    .every((read) => {
      const call = read.parent
      return ts.isCallExpression(call) && call.expression === read && isSettled(scene, call, depth + 1)
    })
}

const deepest = 6

const isCallOf = (call: ts.CallExpression, names: readonly string[]) => names.includes(call.expression.getText())

/** Whether a number that need not be whole is rounded, or only compared, before anybody keeps it. */
const isSettled = (scene: Scene, node: ts.Expression, depth = 0): boolean => {
  const { parent } = node
  if (depth > deepest) return true
  if (ts.isCallExpression(parent)) {
    if (isCallOf(parent, [...rounding, ...testing])) return true
    return isCallOf(parent, passing) && isSettled(scene, parent, depth)
  }
  if (ts.isBinaryExpression(parent)) return isSettledBy(scene, parent, depth)
  if (ts.isParenthesizedExpression(parent) || ts.isPrefixUnaryExpression(parent)) return isSettled(scene, parent, depth)
  if (ts.isConditionalExpression(parent)) return parent.condition === node || isSettled(scene, parent, depth)
  if (ts.isVariableDeclaration(parent)) return readersSettle(scene, parent.name, depth)
  if (ts.isArrowFunction(parent)) return callersSettle(scene, parent, depth)
  return ts.isReturnStatement(parent) && callersSettle(scene, functionAround(parent), depth)
}

const isSettledBy = (scene: Scene, operation: ts.BinaryExpression, depth: number): boolean => {
  const { operatorToken, left } = operation
  if (comparing.includes(operatorToken.kind)) return true
  if ([...calculating, ...choosing].includes(operatorToken.kind)) return isSettled(scene, operation, depth)
  if (operatorToken.kind !== SyntaxKind.EqualsToken || !ts.isIdentifier(left)) return false
  const declaration = symbolAt(scene.program, left)?.valueDeclaration
  const isLocal = declaration !== undefined && (ts.isVariableDeclaration(declaration) || ts.isParameter(declaration))
  return isLocal && readersSettle(scene, declaration.name, depth)
}

/** What an expression of literals comes to; `null` when it has anything else in it. */
const constantOf = (node: ts.Expression): number | null => {
  if (ts.isNumericLiteral(node)) return Number(node.text)
  if (ts.isParenthesizedExpression(node)) return constantOf(node.expression)
  if (ts.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.MinusToken) {
    const operand = constantOf(node.operand)
    return operand === null ? null : -operand
  }
  if (!ts.isBinaryExpression(node)) return null
  const left = constantOf(node.left)
  const right = constantOf(node.right)
  return left === null || right === null ? null : calculate(left, node.operatorToken.kind, right)
}

const calculate = (left: number, operator: ts.SyntaxKind, right: number): number | null => {
  switch (operator) {
    case SyntaxKind.PlusToken:
      return left + right
    case SyntaxKind.MinusToken:
      return left - right
    case SyntaxKind.AsteriskToken:
      return left * right
    case SyntaxKind.AsteriskAsteriskToken:
      return left ** right
    case SyntaxKind.SlashToken:
      return left / right
    default:
      return null
  }
}

const isNumber = ({ program }: Scene, node: ts.Expression): boolean =>
  (program.checker.getTypeAtLocation(node).flags & ts.TypeFlags.NumberLike) !== 0

/** Quotients that are kept as they are. */
export const divisions: NodeRule = (scene, node) => {
  if (!ts.isBinaryExpression(node)) return
  const { kind } = node.operatorToken
  if (kind === SyntaxKind.SlashEqualsToken) scene.report(node.operatorToken, divides)
  if (kind !== SyntaxKind.SlashToken || isSettled(scene, node)) return
  const value = constantOf(node)
  if (value === null || !Number.isSafeInteger(value)) scene.report(node.operatorToken, divides)
}

const reportConstant = (scene: Scene, node: ts.Expression, value: number): void => {
  if (!Number.isInteger(value)) {
    if (!isSettled(scene, node)) scene.report(node, hasFraction(node.getText()))
  } else if (!Number.isSafeInteger(value)) scene.report(node, tooLarge(node.getText()))
}

/** Literals, and what is calculated from literals alone. */
export const constants: NodeRule = (scene, node) => {
  if (ts.isNumericLiteral(node)) return reportConstant(scene, node, Number(node.text))
  if (ts.isBigIntLiteral(node)) return scene.report(node, tooLarge(node.getText()))
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind === SyntaxKind.SlashToken) return
  const value = constantOf(node)
  if (value !== null && Number.isInteger(value) && !Number.isSafeInteger(value))
    scene.report(node, tooLarge(node.getText()))
}

/** The largest or smallest of numbers of which there may be none. */
export const extremes: CodeRule = ({ program: { checker }, report }, node) => {
  if (!ts.isCallExpression(node) || !isCallOf(node, ["Math.max", "Math.min"])) return
  const [first] = node.arguments
  if (first === undefined || !ts.isSpreadElement(first)) return
  if (!checker.isTupleType(checker.getTypeAtLocation(first.expression)))
    report(first, mayLackArguments(node.expression.getText()))
}

const cutting: readonly ts.SyntaxKind[] = [
  ...[SyntaxKind.BarToken, SyntaxKind.AmpersandToken, SyntaxKind.CaretToken],
  ...[SyntaxKind.LessThanLessThanToken, SyntaxKind.GreaterThanGreaterThanToken],
  SyntaxKind.GreaterThanGreaterThanGreaterThanToken,
]
const shifting: readonly ts.SyntaxKind[] = cutting.slice(3)

const fitsBits = (value: number | null) => value === null || (Math.abs(value) < 2 ** 32 && Number.isInteger(value))

/** Bit operations on what has more than 32 bits: on a literal of that size, and by a shift that far. */
export const bits: NodeRule = (scene, node) => {
  if (!ts.isBinaryExpression(node) || !cutting.includes(node.operatorToken.kind)) return
  const left = constantOf(node.left)
  const right = constantOf(node.right)
  const shiftsOut = shifting.includes(node.operatorToken.kind) && right !== null && (right > 31 || right < 0)
  const truncates = node.operatorToken.kind === SyntaxKind.BarToken && right === 0 && isNumber(scene, node.left)
  if (shiftsOut || truncates || !fitsBits(left) || !fitsBits(right))
    scene.report(node.operatorToken, cutsBits(node.operatorToken.getText()))
}
