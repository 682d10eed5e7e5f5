import { functionAround, isAssignment, isTarget } from "../1-read/assignments.ts"
import { argumentsOf, isLoose } from "../1-read/language-types.ts"
import { isReference } from "../1-read/reach.ts"
import { bare, symbolAt } from "../1-read/symbols.ts"
import { dropsEffect, dropsEffectOf, dropsRest } from "../messages.ts"
import { ts } from "../typescript.ts"
import { carriesEffects, isOnlyEffects } from "./effect-types.ts"
import type { NodeRule, Scene } from "./scene.ts"

const { SyntaxKind } = ts

/** The effects that a function in the arguments gives back to somebody who throws them away, as `forEach` does. */
const lostByCallback = (scene: Scene, call: ts.CallExpression): readonly ts.Expression[] =>
  call.arguments.flatMap((argument) =>
    ts.isArrowFunction(argument) && !ts.isBlock(argument.body) ? lost(scene, argument.body) : [],
  )

/** The effects that an expression builds and that vanish when nobody takes its value. */
const lost = (scene: Scene, expression: ts.Expression): readonly ts.Expression[] => {
  const plain = bare(expression)
  if (isAssignment(plain)) return []
  if (ts.isVoidExpression(plain)) return lost(scene, plain.expression)
  if (ts.isConditionalExpression(plain)) return [...lost(scene, plain.whenTrue), ...lost(scene, plain.whenFalse)]
  if (ts.isBinaryExpression(plain)) return lost(scene, plain.right)
  if (carriesEffects(scene.program, scene.program.checker.getTypeAtLocation(plain))) return [plain]
  return ts.isCallExpression(plain) ? lostByCallback(scene, plain) : []
}

/** Effects in a statement of their own, or before a comma. */
export const statements: NodeRule = (scene, node) => {
  if (ts.isExpressionStatement(node))
    for (const effect of lost(scene, node.expression)) scene.report(effect, dropsEffect)
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.CommaToken)
    for (const effect of lost(scene, node.left)) scene.report(effect, dropsEffect)
}

const isRead = (scene: Scene, name: ts.Identifier): boolean => {
  const symbol = scene.program.checker.getSymbolAtLocation(name)
  const reads = (node: ts.Node): boolean => {
    if (isReference(node) && symbolAt(scene.program, node) === symbol && !isTarget(node)) return true
    return node.forEachChild((child) => reads(child) || undefined) ?? false
  }
  return reads(functionAround(name.parent))
}

/** Effects that got a name, and nobody reads it: a name that begins with `_` says that this is meant. */
export const variables: NodeRule = (scene, node) => {
  if (!(ts.isVariableDeclaration(node) || ts.isBindingElement(node)) || !ts.isIdentifier(node.name)) return
  const type = scene.program.checker.getTypeAtLocation(node.name)
  if (node.name.text.startsWith("_")) return
  if (isOnlyEffects(scene.program, type) && !isRead(scene, node.name))
    scene.report(node.name, dropsEffectOf(node.name.text))
}

/** A pattern that takes the state out of a result and leaves the effects. */
export const patterns: NodeRule = (scene, node) => {
  if (!ts.isArrayBindingPattern(node) || !ts.isVariableDeclaration(node.parent)) return
  const { checker } = scene.program
  const type = checker.getTypeAtLocation(node.parent.initializer ?? node)
  if (
    !checker.isTupleType(type) ||
    node.elements.some((element) => ts.isBindingElement(element) && element.dotDotDotToken)
  )
    return
  const left = argumentsOf(checker, type).slice(isLoose(type) ? 1 : node.elements.length)
  if (left.some((item) => isOnlyEffects(scene.program, item))) scene.report(node, dropsRest)
}
