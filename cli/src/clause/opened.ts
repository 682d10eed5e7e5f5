import type { AnyFunction } from "../source/locate.ts"
import { askable } from "./parts.ts"
import { bare, type FunctionNode, loopedOver, parseFunction, reachedBy, returnsOf } from "./source.ts"
import type { ts } from "./typescript.ts"

export type Scope = { readonly [name: string]: unknown }

/** A function at the end of one of its runs: what it returned can be asked piece by piece. */
export interface Opened {
  readonly subject: FunctionNode
  readonly returned: ts.Expression
  readonly valueOf: (expression: ts.Expression) => unknown
}

/** The author's function again, with something else in place of what it returns. */
const rebuild = (text: string, scope: Scope): AnyFunction => {
  const names = Object.keys(scope).filter((name) => /^[\w$]+$/.test(name) && name !== "arguments" && name !== "this")
  const make = new Function(...names, `"use strict"; return (${text})`)
  return make(...names.map((name) => scope[name])) as AnyFunction
}

/** All that may be asked where a function returns, also why it returned there. */
const asked = (returned: ts.Expression, subject: FunctionNode): readonly ts.Expression[] => {
  const condition = reachedBy(returned, subject)?.condition
  const item = loopedOver(returned, subject)
  return [...askable(returned), ...(condition ? askable(condition) : []), ...(item ? [item] : [])]
}

/** The function's text, returning its number and a question for each piece wherever it returned something. */
const questioned = (subject: FunctionNode, returns: readonly ts.Expression[]): string => {
  const { text } = subject.getSourceFile()
  let [rest, end] = ["", subject.end]
  for (const [index, returned] of [...returns.entries()].toReversed()) {
    const questions = asked(returned, subject).map((piece) => `() => (${piece.getText()})`)
    rest = `[${index}, [${questions.join(", ")}]]${text.slice(returned.end, end)}${rest}`
    end = returned.getStart()
  }
  return `${text.slice(subject.getStart(), end)}${rest}`
}

type Answer = readonly [number, readonly (() => unknown)[]]
const isAnswer = (value: unknown): value is Answer => Array.isArray(value) && Array.isArray(value[1])

/** Runs a function anew, and stops it where it returns. */
export const open = (run: AnyFunction, scope: Scope, given: readonly unknown[]): Opened | undefined => {
  const subject = parseFunction(String(run))
  if (subject === undefined) return undefined
  const returns = returnsOf(subject)
  const answer = rebuild(questioned(subject, returns), scope)(...(given as never))
  const returned = isAnswer(answer) ? returns[answer[0]] : undefined
  if (!isAnswer(answer) || returned === undefined) return undefined
  const pieces = asked(returned, subject)
  return { subject, returned, valueOf: (expression) => answer[1][pieces.indexOf(bare(expression))]?.() }
}
