import { ts } from "../typescript.ts"
import type { Program } from "./program.ts"
import { symbolAt } from "./symbols.ts"

/** Calls `see` for every node of a tree that is evaluated: types are left out. */
export const eachValue = (root: ts.Node, see: (node: ts.Node) => void): void => {
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return
    see(node)
    node.forEachChild(visit)
  }
  visit(root)
}

const isName = (parent: ts.Node, node: ts.Identifier): boolean =>
  (ts.isVariableDeclaration(parent) && parent.name === node) ||
  (ts.isParameter(parent) && parent.name === node) ||
  (ts.isBindingElement(parent) && (parent.name === node || parent.propertyName === node)) ||
  (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
  ((ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent)) &&
    parent.name === node) ||
  ((ts.isFunctionLike(parent) || ts.isClassLike(parent)) && parent.name === node) ||
  ts.isMetaProperty(parent) ||
  ts.isLabeledStatement(parent) ||
  ts.isBreakOrContinueStatement(parent)

/** Whether an identifier stands for a value, and is not the name of something. */
export const isReference = (node: ts.Node): node is ts.Identifier => ts.isIdentifier(node) && !isName(node.parent, node)

/** Whether a declaration stands in a module, outside of every function. */
export const isTopLevel = (node: ts.Node): boolean => {
  if (ts.isSourceFile(node)) return true
  return ts.isFunctionLike(node) || ts.isClassLike(node) ? false : isTopLevel(node.parent)
}

const wholeVariable = (node: ts.Node): ts.Node =>
  ts.isBindingElement(node) || ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node)
    ? wholeVariable(node.parent)
    : node

/** The module's own declaration that a name leads to; `null` for locals, parameters, the language and what is not there. */
const declarationAt = (program: Program, node: ts.Identifier): ts.Node | null => {
  const declaration = symbolAt(program, node)?.valueDeclaration
  if (declaration === undefined || program.isLanguage(declaration) || declaration.getSourceFile().isDeclarationFile)
    return null
  const whole = wholeVariable(declaration)
  const holdsCode = ts.isVariableDeclaration(whole) || ts.isFunctionDeclaration(whole) || ts.isClassDeclaration(whole)
  return holdsCode && isTopLevel(whole.parent) ? whole : null
}

/**
 * Every piece of code that can run when `roots` run: the roots, and each function and constant of a module that a name in them
 * leads to, across files and imports. A name that is mentioned counts as used.
 */
export const reach = (program: Program, roots: readonly ts.Node[]): readonly ts.Node[] => {
  const pieces = new Set<ts.Node>(roots)
  for (const piece of pieces)
    eachValue(piece, (node) => {
      if (!ts.isIdentifier(node)) return
      const declaration = declarationAt(program, node)
      if (declaration !== null) pieces.add(declaration)
    })
  return [...pieces]
}
