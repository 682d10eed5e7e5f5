import { bare, symbolAt, textOf, unionMembers } from "../1-read/symbols.ts"
import { neverArmed } from "../messages.ts"
import { ts } from "../typescript.ts"
import { arrivesWhole, type RoleScene } from "./role-scene.ts"
import type { Scene } from "./scene.ts"
import { anyField, type Writes, writesIn } from "./writes.ts"

const { SyntaxKind } = ts

/** What is known about a predicate of the state. */
interface Question {
  readonly scene: Scene
  readonly fields: readonly string[]
  readonly writes: Writes
  /** The parameter that stands for the state. */
  readonly state: ts.ParameterDeclaration
  /** How many predicates have asked each other so far. */
  readonly depth: number
}

/** Why a condition can never hold; `null` when it may. */
type Reason = string | null

const deepest = 4

const functionOf = (scene: Scene, node: ts.Node | undefined, depth = 0): ts.FunctionLikeDeclaration | null => {
  if (node === undefined || depth > deepest) return null
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isMethodDeclaration(node)) return node
  if (ts.isFunctionDeclaration(node)) return node
  if (ts.isVariableDeclaration(node)) return functionOf(scene, node.initializer, depth + 1)
  return ts.isIdentifier(node) ? functionOf(scene, symbolAt(scene.program, node)?.valueDeclaration, depth + 1) : null
}

/** The one expression that a function returns. */
const answerOf = (asked: ts.FunctionLikeDeclaration): ts.Expression | null => {
  const { body } = asked
  if (body === undefined) return null
  if (!ts.isBlock(body)) return body
  const [only, ...others] = body.statements
  return others.length === 0 && only !== undefined && ts.isReturnStatement(only) ? (only.expression ?? null) : null
}

/** The field of the state that an expression reads: `node.phase`, or `phase` taken out of the parameter. */
const fieldOf = ({ scene, fields, state }: Question, expression: ts.Expression): string | null => {
  const plain = bare(expression)
  const known = (name: string | null) => (name !== null && fields.includes(name) ? name : null)
  if (ts.isPropertyAccessExpression(plain) && ts.isIdentifier(plain.expression))
    return symbolAt(scene.program, plain.expression)?.valueDeclaration === state ? known(plain.name.text) : null
  const declaration = ts.isIdentifier(plain) ? symbolAt(scene.program, plain)?.valueDeclaration : undefined
  if (declaration === undefined || !ts.isBindingElement(declaration) || declaration.parent.parent !== state) return null
  const { propertyName, name, initializer } = declaration
  if (initializer !== undefined || !ts.isIdentifier(name)) return null
  return known(propertyName === undefined ? name.text : textOf(propertyName))
}

const units = ts.TypeFlags.Literal | ts.TypeFlags.Null

/** The values that a field is ever given, as text; `null` when not all of them are known. */
const valuesOf = ({ scene, writes }: Question, field: string): readonly string[] | null => {
  const types = (writes.get(field) ?? []).flatMap(unionMembers)
  const { checker } = scene.program
  return types.length > 0 && types.every(({ flags }) => (flags & units) !== 0)
    ? types.map((type) => checker.typeToString(type))
    : null
}

/** Why a field never is, or always is, one value. */
const whyNot = (question: Question, field: string, value: string, wanted: boolean): Reason => {
  const values = valuesOf(question, field)
  if (values === null) return null
  if (wanted) return values.includes(value) ? null : `\`${field}\` is never ${value}`
  return values.every((each) => each === value) ? `\`${field}\` is never anything but ${value}` : null
}

const equalities: readonly ts.SyntaxKind[] = [SyntaxKind.EqualsEqualsEqualsToken, SyntaxKind.EqualsEqualsToken]
const inequalities: readonly ts.SyntaxKind[] = [
  SyntaxKind.ExclamationEqualsEqualsToken,
  SyntaxKind.ExclamationEqualsToken,
]

const comparison = (question: Question, { left, operatorToken, right }: ts.BinaryExpression): Reason => {
  const wanted = equalities.includes(operatorToken.kind)
  if (!wanted && !inequalities.includes(operatorToken.kind)) return null
  const isFirst = fieldOf(question, left) !== null
  const field = fieldOf(question, isFirst ? left : right)
  const { checker } = question.scene.program
  const type = checker.getTypeAtLocation(isFirst ? right : left)
  return field === null || (type.flags & units) === 0
    ? null
    : whyNot(question, field, checker.typeToString(type), wanted)
}

const binary = (question: Question, node: ts.BinaryExpression): Reason => {
  const { kind } = node.operatorToken
  if (kind === SyntaxKind.AmpersandAmpersandToken)
    return impossible(question, node.left) ?? impossible(question, node.right)
  if (kind === SyntaxKind.BarBarToken) {
    const left = impossible(question, node.left)
    return left === null ? null : impossible(question, node.right) && left
  }
  return comparison(question, node)
}

/** A predicate of the state that asks another: `isUncertain(node)`. */
const delegated = (question: Question, call: ts.CallExpression): Reason => {
  const [given, ...others] = call.arguments
  if (given === undefined || others.length > 0 || !ts.isIdentifier(given)) return null
  if (symbolAt(question.scene.program, given)?.valueDeclaration !== question.state) return null
  return whyNever({ ...question, depth: question.depth + 1 }, functionOf(question.scene, call.expression))
}

/** Why an expression is never true. */
const impossible = (question: Question, expression: ts.Expression): Reason => {
  const plain = bare(expression)
  if (plain.kind === SyntaxKind.FalseKeyword) return "its condition is `false`"
  if (ts.isBinaryExpression(plain)) return binary(question, plain)
  if (ts.isCallExpression(plain)) return delegated(question, plain)
  if (ts.isPrefixUnaryExpression(plain) && plain.operator === SyntaxKind.ExclamationToken) {
    if (bare(plain.operand).kind === SyntaxKind.TrueKeyword) return "its condition is `!true`"
    const field = fieldOf(question, plain.operand)
    return field === null ? null : whyNot(question, field, "true", false)
  }
  const field = fieldOf(question, plain)
  return field === null ? null : whyNot(question, field, "false", false)
}

const whyNever = (about: Omit<Question, "state">, asked: ts.FunctionLikeDeclaration | null): Reason => {
  if (asked === null || about.depth > deepest) return null
  const answer = answerOf(asked)
  const state = asked.parameters[0]
  if (answer === null) return null
  if (state === undefined) return bare(answer).kind === SyntaxKind.FalseKeyword ? "its condition is `false`" : null
  return impossible({ ...about, state }, answer)
}

/** Timers whose condition no state of the role can satisfy. */
export const checkTimers = (scene: Scene, { role, pieces, beginning }: RoleScene): void => {
  if (role.unreadable.length > 0 || arrivesWhole(role)) return
  const writes = writesIn(scene.program, [...beginning, ...pieces], role.stateType)
  if (writes.has(anyField)) return
  const fields = role.state.fields.map(({ name }) => name)
  for (const handler of role.handlers) {
    const timer = /^timers\.(.*)\.while$/.exec(handler.name)?.[1]
    if (timer === undefined) continue
    const because = whyNever({ scene, fields, writes, depth: 0 }, functionOf(scene, handler.node))
    if (because !== null) scene.report(handler.at, neverArmed(timer, because))
  }
}
