import { isAssignment } from "../1-read/assignments.ts"
import { isReference, isTopLevel } from "../1-read/reach.ts"
import { bare, symbolAt } from "../1-read/symbols.ts"
import type { Complaint } from "../diagnostic.ts"
import { fillsConstant, mutatesModule, mutatesValue } from "../messages.ts"
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

/** What a place is a part of: `table` of `table.rows[0]`. */
const rootOf = (place: ts.Expression): ts.Expression => {
  const plain = bare(place)
  const isPart = ts.isPropertyAccessExpression(plain) || ts.isElementAccessExpression(plain)
  return isPart ? rootOf(plain.expression) : plain
}

type Changes = ReadonlyMap<ts.Symbol, ts.Expression>

const known = new WeakMap<ts.SourceFile, Changes>()

/** What a file changes, and where it first does so: a variable, or a part of what one holds. */
const changesIn = ({ program }: CodeScene, file: ts.SourceFile): Changes => {
  const found = known.get(file)
  if (found !== undefined) return found
  const changes = new Map<ts.Symbol, ts.Expression>()
  const visit = (node: ts.Node): void => {
    const target = targetOf(node)
    for (const place of target === null ? [] : placesOf(target)) {
      const root = rootOf(place)
      const symbol = ts.isIdentifier(root) ? symbolAt(program, root) : undefined
      if (symbol !== undefined && !changes.has(symbol)) changes.set(symbol, place)
    }
    node.forEachChild(visit)
  }
  visit(file)
  known.set(file, changes)
  return changes
}

const isVariable = (declaration: ts.Node): boolean => {
  if (ts.isBindingElement(declaration)) return isVariable(declaration.parent.parent)
  return ts.isVariableDeclaration(declaration) && (declaration.parent.flags & ts.NodeFlags.Const) === 0
}

const isConstant = (declaration: ts.Node): boolean => {
  if (ts.isBindingElement(declaration)) return isConstant(declaration.parent.parent)
  return ts.isFunctionDeclaration(declaration) || (ts.isVariableDeclaration(declaration) && !isVariable(declaration))
}

/** Tells where a module changes what it holds, if it does, and a step reads that. */
const whatChanges =
  (isMeant: (declaration: ts.Node) => boolean, messageFor: (change: ts.Node) => Complaint): CodeRule =>
  (scene, node) => {
    const symbol = isReference(node) ? symbolAt(scene.program, node) : undefined
    const declaration = symbol?.valueDeclaration
    if (symbol === undefined || declaration === undefined || scene.program.isLanguage(declaration)) return
    if (!isMeant(declaration) || !isTopLevel(declaration.parent)) return
    const change = changesIn(scene, declaration.getSourceFile()).get(symbol)
    if (change !== undefined) scene.report(change, messageFor(change))
  }

const mutates = (change: ts.Node): Complaint => mutatesModule(change.getText())

/** Variables of a module that something changes, read in a step. */
export const moduleVariables = whatChanges(isVariable, mutates)

/** Constants that a module fills bit by bit: a library takes over what they begin with. An algorithm has them whole before it begins. */
export const moduleConstants = whatChanges(isConstant, (change) =>
  isTopLevel(change) ? fillsConstant(change.getText()) : mutates(change),
)
