import type { AnyFunction } from "../source/locate.ts"
import { showValue } from "../trace/values.ts"
import { everyOf, type Operator, operandsOf } from "./operands.ts"
import { returnedBy } from "./source.ts"
import type { Given } from "./view.ts"

/** The part of a property that decided it, and for which item, where that can be told. */
export interface Clause {
  readonly text: string
  readonly truth: boolean
  readonly item?: string
}

/** What rewritten properties return: their operands, each ready to be asked. */
type Thunks = readonly (() => unknown)[]

type Scope = { readonly [name: string]: unknown }

/** The author's function again, with something else in place of what it returns. */
const rebuild = (text: string, scope: Scope): AnyFunction => {
  const names = Object.keys(scope).filter((name) => /^[\w$]+$/.test(name))
  const make = new Function(...names, `"use strict"; return (${text})`)
  return make(...names.map((name) => scope[name])) as AnyFunction
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").replace(/\( /g, "(").replace(/,? \)/g, ")").trim()

const thunksOf = (subject: AnyFunction, scope: Scope, expressions: readonly string[], given: Given): Thunks => {
  const returned = returnedBy(String(subject))
  if (returned === undefined) return []
  const list = `[${expressions.map((text) => `() => (${text})`).join(", ")}]`
  const result = rebuild(`${returned.before} ${list}${returned.after}`, scope)(...(given.values as never))
  return Array.isArray(result) ? result : []
}

/** In `items.every(test)`, the first item that fails. */
const failingItem = (
  operand: string,
  thunks: (expressions: readonly string[]) => Thunks,
  given: Given,
): string | undefined => {
  const every = everyOf(operand)
  if (every === undefined) return undefined
  const [items, test] = thunks([`[...${every.items}]`, every.test]).map((thunk) => thunk())
  if (!Array.isArray(items) || typeof test !== "function") return undefined
  const at = items.findIndex((item, index) => !test(item, index, items))
  return [given.nodeOf(items[at]), showValue(items[at])].filter((part) => part !== undefined).join(" ")
}

const decide = (subject: AnyFunction, scope: Scope, given: Given, truth: boolean): Clause | undefined => {
  const operator: Operator = truth ? "||" : "&&"
  const expression = returnedBy(String(subject))?.expression
  if (expression === undefined) return undefined
  const operands = operandsOf(expression, operator)
  const thunks = (expressions: readonly string[]) => thunksOf(subject, scope, expressions, given)
  const deciding = thunks(operands).findIndex((thunk) => thunk() === truth)
  const operand = operands[deciding]
  if (operand === undefined) return undefined
  const item = truth ? undefined : failingItem(operand, thunks, given)
  return { text: oneLine(operand), truth, ...(item !== undefined && { item }) }
}

/**
 * Finds the operand that decided a property, by asking each again in the state that broke it.
 * It is only an explanation: where a property is written in a way that cannot be taken apart there is none.
 */
export const decidingClause = (
  subject: AnyFunction,
  scope: Scope,
  given: Given,
  truth: boolean,
): Clause | undefined => {
  try {
    return decide(subject, scope, given, truth)
  } catch {
    return undefined
  }
}
