import { argumentsOf } from "../1-read/language-types.ts"
import { bare, textOf, unionMembers } from "../1-read/symbols.ts"
import { surplusKey } from "../messages.ts"
import { ts } from "../typescript.ts"
import { isOnlyEffects } from "./effect-types.ts"
import type { StateRule, StateScene } from "./scene.ts"

const recordFlags = ts.TypeFlags.Object | ts.TypeFlags.Intersection
const vague = ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive | ts.TypeFlags.Instantiable

const isOpenRecord = ({ checker }: StateScene["program"], type: ts.Type): boolean =>
  checker.getIndexInfosOfType(type).length > 0 || type.getProperties().length === 0

/** The records that an object may be here; `null` when it may be any. */
const recordsAt = (scene: StateScene, expected: ts.Type): readonly ts.Type[] | null => {
  const { checker } = scene.program
  const members = unionMembers(expected)
  if (members.some(({ flags }) => (flags & vague) !== 0)) return null
  const objects = members.filter(
    (type) =>
      (type.flags & recordFlags) !== 0 &&
      !checker.isArrayType(type) &&
      !checker.isTupleType(type) &&
      type.getCallSignatures().length === 0,
  )
  return objects.length === 0 || objects.some((type) => isOpenRecord(scene.program, type)) ? null : objects
}

/** The records that an expression may be where it stands. */
const expectedRecords = (scene: StateScene, node: ts.Expression): readonly ts.Type[] | null => {
  const expected = scene.program.checker.getContextualType(node)
  return expected === undefined ? null : recordsAt(scene, expected)
}

/** What an action gives back is a part of this state. */
const wholeOf = ({ aliasSymbol, aliasTypeArguments: [whole] = [] }: ts.Type): ts.Type | undefined =>
  aliasSymbol?.name === "Partial" ? whole : undefined

const report = (scene: StateScene, node: ts.Node, key: string, records: readonly ts.Type[]): void => {
  const names = records.map((type) => scene.program.checker.typeToString(wholeOf(type) ?? type))
  scene.report(node, surplusKey(key, names.join(" | ")))
}

/** The literal that a member of an object states, as the text of its type. */
const statedLiteral = (scene: StateScene, member: ts.ObjectLiteralElementLike): string | null => {
  if (!ts.isPropertyAssignment(member)) return null
  const type = scene.program.checker.getTypeAtLocation(member.initializer)
  return type.isStringLiteral() ? scene.program.checker.typeToString(type) : null
}

/** The records whose literals agree with those that the object states. */
const matching = (
  scene: StateScene,
  object: ts.ObjectLiteralExpression,
  records: readonly ts.Type[],
): readonly ts.Type[] => {
  const { checker } = scene.program
  const agrees = (record: ts.Type, member: ts.ObjectLiteralElementLike): boolean => {
    const literal = statedLiteral(scene, member)
    const field = literal === null ? undefined : record.getProperty(textOf(member.name) ?? "")
    if (field === undefined) return true
    const allowed = unionMembers(checker.getTypeOfSymbol(field))
    return (
      !allowed.every((type) => type.isStringLiteral()) || allowed.some((type) => checker.typeToString(type) === literal)
    )
  }
  const agreeing = records.filter((record) => object.properties.every((member) => agrees(record, member)))
  return agreeing.length === 0 ? records : agreeing
}

const areStates = ({ stateTypes }: StateScene, records: readonly ts.Type[]): boolean =>
  records.every((type) => stateTypes.includes(wholeOf(type) ?? type))

const isUnknown = (records: readonly ts.Type[], key: string): boolean =>
  records.every((record) => record.getProperty(key) === undefined)

/** The name of a field where an author wrote it into an object; nothing where it comes from a type. */
const nameInObject = (field: ts.Symbol): ts.Node | undefined => {
  const declaration = field.valueDeclaration
  const isWritten =
    declaration !== undefined && (ts.isPropertyAssignment(declaration) || ts.isShorthandPropertyAssignment(declaration))
  return isWritten ? declaration.name : undefined
}

/** Fields of a value that comes where a state is due, and that no state has. */
const reportFields = (scene: StateScene, node: ts.Expression, type: ts.Type, states: readonly ts.Type[]): void => {
  if ((type.flags & recordFlags) === 0 || states.includes(type)) return
  for (const field of type.getProperties())
    if (isUnknown(states, field.name)) report(scene, nameInObject(field) ?? node, field.name, states)
}

/** Keys written in an object that no type which is expected there has, and keys that a spread brings into a state. */
export const literals: StateRule = (scene, node) => {
  if (!ts.isObjectLiteralExpression(node)) return
  const all = expectedRecords(scene, node)
  if (!all) return
  const records = matching(scene, node, all)
  for (const member of node.properties) {
    const key = textOf(member.name)
    if (key !== null && member.name !== undefined && isUnknown(records, key)) report(scene, member.name, key, records)
    if (ts.isSpreadAssignment(member) && areStates(scene, records))
      for (const type of unionMembers(scene.program.checker.getTypeAtLocation(member.expression)))
        reportFields(scene, member.expression, type, records)
  }
}

/** The same where a state is expected; of anything else in an algorithm, TypeScript says it. */
export const stateLiterals: StateRule = (scene, node) => {
  const records = ts.isObjectLiteralExpression(node) ? expectedRecords(scene, node) : null
  if (records && areStates(scene, records)) literals(scene, node)
}

/** Whether an expression is where a value goes on: returned, assigned, given, or first in a result. */
const goesOn = (node: ts.Expression): boolean => {
  const { parent } = node
  if (ts.isReturnStatement(parent) || ts.isCallExpression(parent) || ts.isArrayLiteralExpression(parent)) return true
  if (ts.isArrowFunction(parent)) return parent.body === node
  return (
    ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.right === node
  )
}

/** A state, the first of a state with effects, or each of several that may come next. */
const statesIn = ({ program: { checker } }: StateScene, type: ts.Type): readonly ts.Type[] =>
  unionMembers(type).flatMap((member) =>
    checker.isTupleType(member) || checker.isArrayType(member)
      ? argumentsOf(checker, member).slice(0, 1).flatMap(unionMembers)
      : [member],
  )

const isLiteral = (node: ts.Expression) => ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)

/** A question that is put to one state may be put to another that has more. */
const isAsked = ({ stateTypes }: StateScene, { parent }: ts.Expression, type: ts.Type): boolean =>
  ts.isCallExpression(parent) && stateTypes.includes(type)

/** Values of another type that come where a state is due, and carry more than it has. Of an effect in that place, TypeScript says it. */
export const widerStates: StateRule = (scene, node) => {
  if (!ts.isExpression(node) || !goesOn(node) || isLiteral(bare(node))) return
  const records = expectedRecords(scene, node)
  if (!records || !areStates(scene, records)) return
  for (const type of statesIn(scene, scene.program.checker.getTypeAtLocation(node)))
    if (!isAsked(scene, node, type) && !isOnlyEffects(scene.program, type)) reportFields(scene, node, type, records)
}
