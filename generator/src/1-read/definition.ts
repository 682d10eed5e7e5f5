import { ts } from "../typescript.ts"
import type { Program } from "./program.ts"
import type { Handler } from "./spec.ts"
import { calledWord, commentOf, follow, textOf } from "./symbols.ts"

/** A member of an object that an author wrote: its name, its value and where both are. */
export interface Member {
  readonly name: string
  readonly at: ts.Node
  /** A method stands for itself. */
  readonly value: ts.Node
  readonly comment: string
}

const deepest = 8

const valueOf = (member: ts.ObjectLiteralElementLike): ts.Node => {
  if (ts.isPropertyAssignment(member)) return member.initializer
  return ts.isShorthandPropertyAssignment(member) ? member.name : member
}

const spreadMembers = (program: Program, spread: ts.SpreadAssignment, depth: number): readonly Member[] => {
  const value = follow(program, spread.expression)
  return ts.isObjectLiteralExpression(value) && depth < deepest ? membersOf(program, value, depth + 1) : []
}

/** The members of an object, with those of other objects that it spreads; of two with one name, the later counts. */
export const membersOf = (program: Program, object: ts.ObjectLiteralExpression, depth = 0): readonly Member[] => {
  const all = object.properties.flatMap((member): readonly Member[] => {
    if (ts.isSpreadAssignment(member)) return spreadMembers(program, member, depth)
    const name = textOf(member.name)
    return name === null ? [] : [{ name, at: member.name, value: valueOf(member), comment: commentOf(member) }]
  })
  return all.filter(({ name }, at) => all.findLastIndex((other) => other.name === name) === at)
}

/** The object under a name, as its members; none when there is no such object to be seen. */
export const objectAt = (program: Program, members: readonly Member[], name: string): readonly Member[] => {
  const value = members.find((member) => member.name === name)?.value
  if (value === undefined || !ts.isExpression(value)) return []
  const object = follow(program, value)
  return ts.isObjectLiteralExpression(object) ? membersOf(program, object) : []
}

/** The parts of a definition whose members are out of sight: what is no object that is written here or in a constant. */
export const unreadableParts = (
  program: Program,
  definition: ts.ObjectLiteralExpression,
  sections: readonly string[],
): readonly ts.Node[] => {
  const isObject = (value: ts.Node) => ts.isExpression(value) && ts.isObjectLiteralExpression(follow(program, value))
  const hidden = (object: ts.ObjectLiteralExpression): readonly ts.Node[] =>
    object.properties.filter(ts.isSpreadAssignment).filter(({ expression }) => !isObject(expression))
  const inside = membersOf(program, definition)
    .filter(({ name }) => sections.includes(name))
    .flatMap(({ value }) => {
      const object = ts.isExpression(value) ? follow(program, value) : value
      return ts.isObjectLiteralExpression(object) ? hidden(object) : [value]
    })
  return [...hidden(definition), ...inside]
}

const toHandler = (prefix: string, { name, at, value, comment }: Member): Handler => ({
  name: prefix + name,
  node: value,
  at,
  comment,
})

/** The handler under a name, as `start` and `recover` are. */
export const handlerAt = (members: readonly Member[], name: string): Handler | null => {
  const member = members.find((member) => member.name === name)
  return member === undefined ? null : toHandler("", member)
}

/** All handlers of `on`, `calls` or `results`, or all `views`. */
export const handlersOf = (program: Program, members: readonly Member[], section: string): readonly Handler[] =>
  objectAt(program, members, section).map((member) => toHandler(`${section}.`, member))

/** The `while` and `fire` of each timer. */
export const timersOf = (program: Program, members: readonly Member[]): readonly Handler[] => {
  const timers = objectAt(program, members, "timers")
  return timers.flatMap((timer) =>
    objectAt(program, timers, timer.name).map((part) => ({
      ...toHandler(`timers.${timer.name}.`, part),
      comment: part.comment === "" ? timer.comment : part.comment,
    })),
  )
}

/** What a function of the author gives back, where that is one expression. */
const givenBack = (program: Program, callee: ts.Expression): ts.Expression | null => {
  const asked = follow(program, callee)
  return ts.isArrowFunction(asked) && !ts.isBlock(asked.body) ? asked.body : null
}

/** The object that a `role(...)` call was given; `null` when the expression leads to no such call. */
export const definitionOf = (
  program: Program,
  expression: ts.Expression,
  depth = 0,
): ts.ObjectLiteralExpression | null => {
  const call = follow(program, expression)
  if (depth > deepest || !ts.isCallExpression(call)) return null
  if (calledWord(program, call) !== "role") {
    const made = givenBack(program, call.expression)
    return made === null ? null : definitionOf(program, made, depth + 1)
  }
  const last = call.arguments.at(-1)
  const definition = last && follow(program, last)
  return definition !== undefined && ts.isObjectLiteralExpression(definition) ? definition : null
}
