import { eachValue, isReference } from "../1-read/reach.ts"
import type { Program } from "../1-read/program.ts"
import type { RoleSpec } from "../1-read/spec.ts"
import { calledWord } from "../1-read/symbols.ts"
import { messageDiffers, neverHeard, neverSent, noHandler, noSender } from "../messages.ts"
import { ts } from "../typescript.ts"
import type { RoleScene } from "./role-scene.ts"
import type { Scene } from "./scene.ts"

/** A message that a role says somewhere. */
interface Said {
  readonly type: string
  readonly node: ts.Node
}

/** What a role says; `anything` when a message's type is known only when it runs. */
interface Speech {
  readonly said: readonly Said[]
  readonly anything: boolean
}

const sending: readonly (string | null)[] = ["send", "broadcast"]

/** The types that a message may have; `null` for any. */
const typesOf = ({ checker }: Program, node: ts.Expression): readonly string[] | null => {
  const type = checker.getTypeAtLocation(node)
  const members = type.isUnion() ? type.types : [type]
  const names = members.map((member) => {
    const tag = member.getProperty("type")
    const tagType = tag && checker.getTypeOfSymbol(tag)
    const literals = tagType?.isUnion() ? tagType.types : [tagType]
    return literals.map((literal) => (literal?.isStringLiteral() ? literal.value : null))
  })
  const all = names.flat()
  return all.includes(null) ? null : all.filter((name) => name !== null)
}

/** The message of a call of `send` or `broadcast`, or of an effect that is written out. */
const messageOf = (program: Program, node: ts.Node): ts.Expression | null => {
  if (ts.isCallExpression(node)) {
    const word = calledWord(program, node)
    return (word === "send" ? node.arguments[1] : word === "broadcast" ? node.arguments[0] : undefined) ?? null
  }
  if (!ts.isObjectLiteralExpression(node)) return null
  const valueOf = (name: string) =>
    node.properties.filter(ts.isPropertyAssignment).find((each) => each.name.getText() === name)
  const kind = valueOf("kind")?.initializer
  const isEffect = kind !== undefined && ts.isStringLiteral(kind) && sending.includes(kind.text)
  return isEffect ? (valueOf("message")?.initializer ?? null) : null
}

/** Whether a word is handed on as a value, so that nobody sees what is said with it. */
const escapes = (program: Program, node: ts.Node): boolean => {
  if (!isReference(node) || (ts.isCallExpression(node.parent) && node.parent.expression === node)) return false
  const declaration = program.checker.getTypeAtLocation(node).getCallSignatures()[0]?.declaration
  if (declaration === undefined || !program.isLanguage(declaration)) return false
  const { parent } = declaration
  return ts.isPropertySignature(parent) && sending.includes(parent.name.getText())
}

const speechOf = (program: Program, pieces: readonly ts.Node[]): Speech => {
  const said: Said[] = []
  let anything = false
  for (const piece of pieces)
    eachValue(piece, (node) => {
      const message = messageOf(program, node)
      const types = message === null ? [] : typesOf(program, message)
      if (types === null || escapes(program, node)) anything = true
      else for (const type of types) said.push({ type, node: message ?? node })
    })
  return { said, anything }
}

const checkHeard = (scene: Scene, role: RoleSpec, speeches: ReadonlyMap<string, Speech>): void => {
  for (const { from, messages, node } of role.hears) {
    const sender = from ?? role.name
    const speech = speeches.get(sender)
    for (const message of messages) {
      const hasHandler = role.handlers.some(({ name }) => name === `on.${message.type}`)
      if (role.unreadable.length === 0 && !hasHandler) scene.report(message.node, noHandler(message.type, role.name))
      if (speech === undefined) {
        if (!scene.spec.roles.some(({ name }) => name === sender)) scene.report(node, noSender(message.type, sender))
      } else if (!speech.anything && !speech.said.some(({ type }) => type === message.type))
        scene.report(message.node, neverSent(message.type, sender))
    }
  }
}

/** A handler is named after the type alone, and one codec reads all messages of it. */
const checkShapes = (scene: Scene, { name, hears }: RoleSpec): void => {
  const known = new Map<string, { readonly from: string; readonly shape: string }>()
  for (const { from, messages } of hears)
    for (const { type, shape, node } of messages) {
      const first = known.get(type)
      const own = { from: from ?? name, shape: JSON.stringify({ ...shape, name: null }) }
      if (first === undefined) known.set(type, own)
      else if (first.shape !== own.shape) scene.report(node, messageDiffers(type, name, [first.from, own.from]))
    }
}

/** Messages that nobody sends, that nobody hears, and that mean two things. */
export const checkTraffic = (scene: Scene, roles: readonly RoleScene[]): void => {
  const { spec, program } = scene
  const readable = roles.filter(({ role }) => role.unreadable.length === 0)
  const speeches = new Map(readable.map(({ role, pieces }) => [role.name, speechOf(program, pieces)]))
  for (const role of spec.roles) {
    checkHeard(scene, role, speeches)
    checkShapes(scene, role)
  }
  const heard = spec.roles.flatMap(({ hears }) => hears.flatMap(({ messages }) => messages.map(({ type }) => type)))
  for (const { said } of speeches.values())
    for (const { type, node } of said) if (!heard.includes(type)) scene.report(node, neverHeard([type]))
}
