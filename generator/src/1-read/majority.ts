import { ts } from "../typescript.ts"
import { argumentsOf, brandOf } from "./language-types.ts"
import type { Program } from "./program.ts"
import { eachValue, reach } from "./reach.ts"
import { languageName, symbolAt, textOf } from "./symbols.ts"

/** A role, among all roles of its protocol, by their names. */
export interface Among {
  readonly own: string
  readonly all: readonly string[]
}

/** The code of a role that tells whose majorities it counts. */
export interface Counting {
  readonly steps: readonly ts.Node[]
  /** What makes the first state: it may note how many there are. */
  readonly initial: ts.Node | null
}

const words: ReadonlySet<string | null> = new Set([
  "majority",
  "reachedByMajority",
  "agreedByQuorum",
  "reachedByQuorum",
] as const)

/** Whether what runs with these pieces of code counts majorities, by the language's words for it. */
const countsMajorities = (program: Program, roots: readonly ts.Node[]): boolean => {
  let counts = false
  for (const piece of reach(program, roots))
    eachValue(piece, (node) => {
      counts ||= ts.isIdentifier(node) && words.has(languageName(program, symbolAt(program, node)))
    })
  return counts
}

/** The name of the part that is read of a value: by `context.peers`, `nodes["acceptor"]`, or a pattern that takes it apart. */
const partRead = (node: ts.Node): string | null => {
  if (ts.isPropertyAccessExpression(node)) return textOf(ts.isIdentifier(node.name) ? node.name : undefined)
  if (ts.isElementAccessExpression(node))
    return ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : null
  if (!ts.isBindingElement(node) || !ts.isObjectBindingPattern(node.parent)) return null
  return textOf(node.propertyName ?? (ts.isIdentifier(node.name) ? node.name : undefined))
}

/** What the nodes of a list are nodes of; `null` for a list of anything else. */
const nodesOf = (program: Program, type: ts.Type): ts.Type | null => {
  const [item] = program.checker.isArrayType(type) ? argumentsOf(program.checker, type) : []
  const brand = item === undefined ? null : brandOf(program, item)
  return brand?.word === "NodeId" ? brand.argument : null
}

/**
 * The role whose nodes a part of a context is: `peers`, or what is named like a role. A record that an author takes a context for counts as
 * one. Its type says the role, except where it says no more than that these are nodes.
 */
const roleRead = (program: Program, { own, all }: Among, node: ts.Node): string | null => {
  const part = partRead(node)
  if (part === null || (part !== "peers" && !all.includes(part))) return null
  const role = nodesOf(program, program.checker.getTypeAtLocation(node))
  if (role === null) return null
  if (role.isStringLiteral() && all.includes(role.value)) return role.value
  return part === "peers" ? own : part
}

/**
 * The role whose majority the steps of a role count: the one role whose nodes they look at, and its own where they look at those of none
 * or of several. `null` where they count none.
 */
export const majorityOf = (program: Program, among: Among, { steps, initial }: Counting): string | null => {
  if (!countsMajorities(program, steps)) return null
  const found = new Set<string>()
  for (const piece of reach(program, initial === null ? steps : [...steps, initial]))
    eachValue(piece, (node) => {
      const role = roleRead(program, among, node)
      if (role !== null) found.add(role)
    })
  const [only = among.own, ...others] = found
  return others.length === 0 ? only : among.own
}
