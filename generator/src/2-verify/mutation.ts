import { isAssignment } from "../1-read/assignments.ts"
import { isReference, isTopLevel } from "../1-read/reach.ts"
import { bare, symbolAt } from "../1-read/symbols.ts"
import { mutatesModule, mutatesValue } from "../messages.ts"
import { ts } from "../typescript.ts"
import type { CodeRule, CodeScene } from "./scene.ts"

/** What a node changes: the left side of an assignment, the operand of `++`, `--` and `delete`. */
const targetOf = (node: ts.Node): ts.Expression | null => {
  if (isAssignment(node)) return node.left
  if (ts.isDeleteExpression(node)) return node.expression
  const steps = ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)
  const counts = steps && [ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken].includes(node.operator)
  return counts ? node.operand : null
}

/** The single places of a target: `[a, b.c]` has two. */
const placesOf = (target: ts.Expression): readonly ts.Expression[] => {
  const plain = bare(target)
  if (ts.isArrayLiteralExpression(plain)) return plain.elements.flatMap(placesOf)
  if (ts.isSpreadElement(plain)) return placesOf(plain.expression)
  if (!ts.isObjectLiteralExpression(plain)) return [plain]
  return plain.properties.flatMap((member) => {
    if (ts.isShorthandPropertyAssignment(member)) return [member.name]
    return ts.isPropertyAssignment(member) ? placesOf(member.initializer) : []
  })
}

type Owner = "module" | "given" | "own"

const iterated = (declaration: ts.VariableDeclaration): ts.Expression | undefined => {
  const loop = declaration.parent.parent
  return ts.isForOfStatement(loop) ? loop.expression : declaration.initializer
}

/** Whose value a name holds: the module's, somebody else's, or one that this function has built. */
const ownerOf = (scene: CodeScene, expression: ts.Expression, depth = 0): Owner => {
  const plain = bare(expression)
  if (ts.isPropertyAccessExpression(plain) || ts.isElementAccessExpression(plain))
    return ownerOf(scene, plain.expression, depth)
  const declaration = ts.isIdentifier(plain) ? symbolAt(scene.program, plain)?.valueDeclaration : undefined
  if (declaration === undefined || depth > 8) return "own"
  return ownerOfDeclaration(scene, declaration, depth)
}

const ownerOfDeclaration = (scene: CodeScene, declaration: ts.Node, depth: number): Owner => {
  if (ts.isParameter(declaration)) return "given"
  if (ts.isBindingElement(declaration)) return ownerOfDeclaration(scene, declaration.parent.parent, depth)
  if (!ts.isVariableDeclaration(declaration)) return "own"
  if (isTopLevel(declaration.parent)) return "module"
  const value = iterated(declaration)
  return value === undefined ? "own" : ownerOf(scene, value, depth + 1)
}

const checkPlace = (scene: CodeScene, place: ts.Expression): void => {
  const declaration = ts.isIdentifier(place) ? symbolAt(scene.program, place)?.valueDeclaration : undefined
  if (ts.isIdentifier(place)) {
    if (declaration !== undefined && ts.isVariableDeclaration(declaration) && isTopLevel(declaration.parent))
      scene.report(place, mutatesModule(place.text))
    return
  }
  const owner = ownerOf(scene, place)
  if (owner === "module") scene.report(place, mutatesModule(place.getText()))
  if (owner === "given") scene.report(place, mutatesValue(place.getText()))
}

/** Assignments to what is not the function's own. */
export const assignments: CodeRule = (scene, node) => {
  const target = targetOf(node)
  if (target === null) return
  for (const place of placesOf(target)) checkPlace(scene, place)
}

/** Where a variable is first given another value than its first. */
const changeOf = (scene: CodeScene, declaration: ts.VariableDeclaration): ts.Node | undefined => {
  const symbol = scene.program.checker.getSymbolAtLocation(declaration.name)
  const find = (node: ts.Node): ts.Node | undefined => {
    const target = targetOf(node)
    const places = target === null ? [] : placesOf(target)
    const hit = places.find((place) => ts.isIdentifier(place) && symbolAt(scene.program, place) === symbol)
    return hit ?? node.forEachChild(find)
  }
  return find(declaration.getSourceFile())
}

/** Variables of a module that something changes, read in a step. */
export const moduleVariables: CodeRule = (scene, node) => {
  if (!isReference(node)) return
  const declaration = symbolAt(scene.program, node)?.valueDeclaration
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || !isTopLevel(declaration.parent)) return
  if (scene.program.isLanguage(declaration) || declaration.parent.flags & ts.NodeFlags.Const) return
  const change = changeOf(scene, declaration)
  if (change !== undefined) scene.report(change, mutatesModule(node.text))
}
