import { ts } from "../typescript.ts"
import type { Program } from "./program.ts"

/** What a name stands for, through imports. */
export const resolved = ({ checker }: Program, symbol: ts.Symbol): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol

/** What an identifier stands for where it is used; `undefined` when nothing of that name is in scope. */
export const symbolAt = (program: Program, node: ts.Identifier): ts.Symbol | undefined => {
  const { checker } = program
  const { parent } = node
  const symbol =
    ts.isShorthandPropertyAssignment(parent) && parent.name === node
      ? checker.getShorthandAssignmentValueSymbol(parent)
      : checker.getSymbolAtLocation(node)
  return symbol && resolved(program, symbol)
}

/** The name of a thing of the language; `null` for a thing of the author. */
export const languageName = (program: Program, symbol: ts.Symbol | undefined): string | null => {
  const declaration = symbol?.declarations?.[0]
  return symbol !== undefined && declaration !== undefined && program.isLanguage(declaration) ? symbol.name : null
}

/** The members of a union; a type that is none is its own. */
export const unionMembers = (type: ts.Type): readonly ts.Type[] => (type.isUnion() ? type.types : [type])

/** The name of the type alias that a node is a part of. */
export const aliasAround = (node: ts.Node): string | null => {
  if (ts.isTypeAliasDeclaration(node)) return node.name.text
  return ts.isSourceFile(node) ? null : aliasAround(node.parent)
}

/** The word of the language that a call says: `send`, `protocol`, `role`; `null` for any other call. */
export const calledWord = (program: Program, call: ts.CallExpression): string | null => {
  const declaration = program.checker.getResolvedSignature(call)?.declaration
  if (declaration === undefined || !program.isLanguage(declaration)) return null
  const named = ts.isFunctionTypeNode(declaration) || ts.isArrowFunction(declaration) ? declaration.parent : declaration
  const hasName = ts.isPropertySignature(named) || ts.isVariableDeclaration(named) || ts.isPropertyAssignment(named)
  return hasName && ts.isIdentifier(named.name) ? named.name.text : null
}

/** The expression without parentheses and remarks about its type. */
export const bare = (expression: ts.Expression): ts.Expression =>
  ts.isParenthesizedExpression(expression) ||
  ts.isAsExpression(expression) ||
  ts.isSatisfiesExpression(expression) ||
  ts.isNonNullExpression(expression)
    ? bare(expression.expression)
    : expression

/** A constant that stands for itself is an error of its own: it must not keep the reader busy for ever. */
const deepest = 32

/** The expression that a constant was given, through as many names as it takes. */
export const follow = (program: Program, expression: ts.Expression, depth = 0): ts.Expression => {
  const plain = bare(expression)
  if (!ts.isIdentifier(plain) || depth > deepest) return plain
  const declaration = symbolAt(program, plain)?.valueDeclaration
  return declaration !== undefined && ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined
    ? follow(program, declaration.initializer, depth + 1)
    : plain
}

/** What a doc comment says, in one line. */
export const commentOf = (node: ts.Node): string =>
  ts
    .getJSDocCommentsAndTags(node)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "")
    .join(" ")
    .replace(/\s+/g, " ")
    .trim()

/** The name of a member as text; `null` for one that is computed, and not of a text alone: `["a"]`. */
export const textOf = (name: ts.PropertyName | undefined): string | null => {
  if (name === undefined) return null
  if (ts.isComputedPropertyName(name)) return ts.isStringLiteralLike(name.expression) ? name.expression.text : null
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name) ? name.text : null
}
