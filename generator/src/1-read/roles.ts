import { ts } from "../typescript.ts"
import { definitionOf, handlerAt, handlersOf, type Member, membersOf, timersOf, unreadableParts } from "./definition.ts"
import { type Derivation, derivation, isRecord, type Place, recordOf, shapeOf } from "./derive.ts"
import { argumentsOf } from "./language-types.ts"
import { majorityOf } from "./majority.ts"
import type { Program } from "./program.ts"
import type { Exchange, Handler, Heard, Kind, RoleSpec, ViewSpec } from "./spec.ts"
import { commentOf, follow } from "./symbols.ts"
import { inOrder } from "./unions.ts"
import { expanded, type Written, writtenType } from "./type-nodes.ts"

/** A type that stands under a name in what `spec` or `roles` was given. */
interface Part {
  readonly name: string
  readonly type: ts.Type
  readonly written: Written
  readonly node: ts.Node
}

const partsOf = (checker: ts.TypeChecker, type: ts.Type, otherwise: ts.Node): readonly Part[] =>
  type.getProperties().map((symbol) => ({
    name: symbol.name,
    type: checker.getTypeOfSymbol(symbol),
    written: writtenType(symbol.valueDeclaration),
    node: symbol.valueDeclaration ?? otherwise,
  }))

const placeOf = ({ name, written, node }: Part): Place => ({ path: name, written, node })

/** Whether what stands under a name has fields to read. */
const isWhole = (derivation: Derivation, part: Part): boolean => isRecord(derivation, part.type, placeOf(part))

const alternativesOf = (checker: ts.TypeChecker, { type, written }: Part) =>
  type.isUnion() ? inOrder(checker, type, written) : [{ type, written: expanded(checker, written) }]

const textsOf = (type: ts.Type): readonly string[] =>
  (type.isUnion() ? type.types : [type]).flatMap((member) => (member.isStringLiteral() ? [member.value] : []))

/** One message or event for each `type` that a record can have. */
const kindsOf = (derivation: Derivation, part: Part): readonly Kind[] => {
  const { checker } = derivation.program
  return alternativesOf(checker, part).flatMap(({ type, written }) => {
    const tag = type.getProperty("type")
    const names = tag === undefined ? [] : textsOf(checker.getTypeOfSymbol(tag))
    const node = tag?.valueDeclaration ?? written ?? part.node
    return names.map((name): Kind => {
      const shape = recordOf(derivation, type, { path: name, written, node })
      const fields = shape.fields.map((field) =>
        field.name === "type" ? { name: "type", shape: { kind: "literal" as const, value: name } } : field,
      )
      return { type: name, shape: { ...shape, fields }, node }
    })
  })
}

const exchangesOf = (derivation: Derivation, part: Part | undefined): readonly Exchange[] => {
  if (part === undefined || !isWhole(derivation, part)) return []
  const { checker } = derivation.program
  return partsOf(checker, part.type, part.node).flatMap(({ name, type, node }) => {
    const signature = type.getCallSignatures()[0]
    if (signature === undefined) return []
    const argument = signature.getParameters()[0]
    const given = argument?.valueDeclaration
    return {
      name,
      comment: commentOf(node),
      parameter: argument?.name ?? null,
      argument:
        argument === undefined
          ? { kind: "null" as const }
          : shapeOf(derivation, checker.getTypeOfSymbol(argument), {
              path: `${name}(${argument.name})`,
              written: writtenType(given),
              node: given ?? node,
            }),
      answer: shapeOf(derivation, signature.getReturnType(), {
        path: `${name}()`,
        written: ts.isMethodSignature(node) ? node.type : undefined,
        node,
      }),
      node,
    }
  })
}

const heardBy = (derivation: Derivation, parts: readonly Part[]): readonly Heard[] => {
  const hears = parts.find(({ name }) => name === "hears")
  const message = parts.find(({ name }) => name === "message")
  if (hears !== undefined && !isWhole(derivation, hears)) return []
  if (hears !== undefined)
    return partsOf(derivation.program.checker, hears.type, hears.node).map((part) => ({
      from: part.name,
      messages: kindsOf(derivation, part),
      node: part.node,
    }))
  return message === undefined ? [] : [{ from: null, messages: kindsOf(derivation, message), node: message.node }]
}

const durableOf = (derivation: Derivation, members: readonly Member[]): readonly ts.StringLiteralLike[] => {
  const value = members.find(({ name }) => name === "durable")?.value
  if (value === undefined || !ts.isExpression(value)) return []
  const list = follow(derivation.program, value)
  return ts.isArrayLiteralExpression(list) ? list.elements.filter(ts.isStringLiteralLike) : []
}

const emptyRecord = { kind: "record", name: null, fields: [] } as const

/** What the types of a role say. */
const typesOf = (derivation: Derivation, shape: ts.Type, node: ts.Node) => {
  const { checker } = derivation.program
  const parts = partsOf(checker, shape, node)
  const part = (wanted: string) => parts.find(({ name }) => name === wanted)
  const state = part("state")
  const timer = part("timer")
  const event = part("event")
  return {
    state:
      state === undefined || !isWhole(derivation, state)
        ? emptyRecord
        : recordOf(derivation, state.type, placeOf(state)),
    stateType: state?.type ?? shape,
    hears: heardBy(derivation, parts),
    timers: timer === undefined ? [] : alternativesOf(checker, timer).flatMap(({ type }) => textsOf(type)),
    calls: exchangesOf(derivation, part("calls")),
    activities: exchangesOf(derivation, part("activities")),
    events: event === undefined ? [] : kindsOf(derivation, event),
  }
}

const sections: readonly string[] = ["on", "timers", "calls", "results", "views"]

const sectionsOf = ({ program }: Derivation, members: readonly Member[]): RoleSpec["handlers"] =>
  members.flatMap(({ name }) => {
    if (name === "timers") return timersOf(program, members)
    return name === "on" || name === "calls" || name === "results" ? handlersOf(program, members, name) : []
  })

/** What a view shows. It never leaves the process, so that no view is refused. */
const viewOf = (program: Program, handler: Handler): ViewSpec => {
  const [signature] = program.checker.getTypeAtLocation(handler.node).getCallSignatures()
  const own = derivation(program)
  const place = { path: handler.name, written: undefined, node: handler.at }
  const shape = signature === undefined ? null : shapeOf(own, signature.getReturnType(), place)
  return { ...handler, shape: own.unsupported.length + own.types.size === 0 ? shape : null }
}

/** The comment of the constant that holds a role; one that is written inside of something else has none of its own. */
const roleComment = (node: ts.Node): string => {
  if (ts.isVariableDeclaration(node)) return commentOf(node)
  const isHeld =
    ts.isCallExpression(node.parent) || ts.isArrowFunction(node.parent) || ts.isVariableDeclaration(node.parent)
  return isHeld || ts.isParenthesizedExpression(node.parent) ? roleComment(node.parent) : ""
}

/** A role as the protocol names it among all of its roles, from the value that stands there. */
export const readRole = (derivation: Derivation, { name, value, at }: Member, all: readonly string[]): RoleSpec => {
  const { program } = derivation
  const definition = ts.isExpression(value) ? definitionOf(program, value) : null
  const members = definition === null ? [] : membersOf(program, definition)
  const durable = durableOf(derivation, members)
  const handlers = sectionsOf(derivation, members)
  const initial = members.find((member) => member.name === "initial")?.value ?? null
  const [start, recover] = [handlerAt(members, "start"), handlerAt(members, "recover")]
  const steps = [...handlers, start, recover].flatMap((handler) => (handler === null ? [] : [handler.node]))
  const [, shape] = argumentsOf(program.checker, program.checker.getTypeAtLocation(value))
  return {
    name,
    comment: definition === null ? "" : roleComment(definition),
    ...typesOf(derivation, shape ?? program.checker.getTypeAtLocation(value), value),
    durable: durable.map(({ text }) => text),
    durableNodes: durable,
    ...{ initial, handlers, start, recover, majorityOf: majorityOf(program, { own: name, all }, { steps, initial }) },
    views: handlersOf(program, members, "views").map((view) => viewOf(program, view)),
    definition,
    unreadable: definition === null ? [at] : unreadableParts(program, definition, sections),
    node: at,
  }
}
