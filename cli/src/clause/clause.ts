import { distinct } from "@lockstep/language"
import { type AnyFunction, isFunction } from "../source/locate.ts"
import { ownFields } from "../trace/changes.ts"
import { shapeOf, showEntry, showValue } from "../trace/values.ts"
import { type Opened, open, type Scope } from "./opened.ts"
import { type Part, partOf } from "./parts.ts"
import { bare, loopedOver, reachedBy } from "./source.ts"
import { shortText } from "./text.ts"
import { ts } from "./typescript.ts"
import type { Given } from "./view.ts"

/** One reason in a row of reasons: a piece of the property, what it came to, and for which item. */
export interface Clause {
  /** Absent where the piece is not the property's own. */
  readonly text?: string
  readonly truth: boolean
  /** The piece again, with values in place of names. */
  readonly values?: string
  readonly item?: string
}

/** What explaining needs besides the property itself. */
export interface Asking {
  readonly scopeOf: (subject: AnyFunction) => Scope
  readonly nodeOf: Given["nodeOf"]
  /** The text of the property: only what stands in it is shown. */
  readonly own: string
}

const longestValues = 120

const shown = (value: unknown): string => (value === undefined ? "undefined" : showValue(value))

const ifShort = (text: string): string | undefined => (text.length > longestValues ? undefined : text)

/** The piece with values in place of names; nothing where it holds functions or grows too long. */
const valuesOf = (opened: Opened, part: Part): string | undefined => {
  if (part.kind === "comparison")
    return ifShort(`${shown(opened.valueOf(part.left))} ${part.sign} ${shown(opened.valueOf(part.right))}`)
  if (part.kind === "not") return valuesOf(opened, partOf(bare(part.operand)))
  if (part.kind === "or") return valuesOf(opened, partOf(bare(part.right)))
  if (part.kind !== "call") return undefined
  const given = part.given.map(opened.valueOf)
  return given.some(isFunction) ? undefined : ifShort(`${part.callee.text}(${given.map(shown).join(", ")})`)
}

/** Where something stands once more: two nodes, or one value twice. */
const twins = (items: readonly unknown[], key: AnyFunction, { nodeOf }: Asking): string | undefined => {
  const keys = items.map((item) => (key as (item: unknown) => unknown)(item))
  const at = keys.findIndex((one, index) => keys.indexOf(one) !== index)
  const [left, right] = [nodeOf(items[keys.indexOf(keys[at])]), nodeOf(items[at])]
  if (at === -1) return undefined
  return left === undefined || right === undefined
    ? `${shown(keys[at])} twice`
    : `${left} and ${right}: ${shown(keys[at])}`
}

/** The reasons inside of a function that the property calls. */
const inside = (run: unknown, given: readonly unknown[], truth: boolean, asking: Asking): readonly Clause[] => {
  if (!isFunction(run)) return []
  try {
    const opened = open(run, asking.scopeOf(run), given)
    return opened === undefined ? [] : reasonsOf(opened, asking.own.includes(String(run)), truth, asking)
  } catch {
    return []
  }
}

type Items = { readonly [method in "every" | "some"]: (test: (...given: unknown[]) => unknown) => boolean }

/** In `items.every(test)` the first item that fails, in `items.some(test)` the first that does not, and why. */
const deciding = (
  opened: Opened,
  part: Extract<Part, { readonly kind: "every" | "some" }>,
  truth: boolean,
  asking: Asking,
): readonly Clause[] => {
  if (truth === (part.kind === "every")) return []
  const items = opened.valueOf(part.items)
  const test = opened.valueOf(part.test)
  if (!isFunction(test)) return []
  let found: readonly unknown[] | undefined
  const watched = (...given: unknown[]): unknown => {
    const answer = test(...(given as never))
    if (Boolean(answer) === truth) found ??= given
    return answer
  }
  ;(items as Items)[part.kind](watched)
  if (found === undefined) return []
  const [first, second] = found
  const node = asking.nodeOf(first)
  const value = shapeOf(items) === "Map" ? showEntry([second, first]) : showValue(node ? ownFields(first) : first)
  return [{ truth, item: node === undefined ? value : `${node} ${value}` }, ...inside(test, found, truth, asking)]
}

/** What is behind a piece that is not made of others. */
const behind = (opened: Opened, part: Part, truth: boolean, asking: Asking): readonly Clause[] => {
  if (part.kind === "every" || part.kind === "some") return deciding(opened, part, truth, asking)
  if (part.kind === "not") return behind(opened, partOf(bare(part.operand)), !truth, asking)
  if (part.kind === "or") return behind(opened, partOf(bare(part.right)), truth, asking)
  if (part.kind !== "call") return []
  const [callee, ...given] = [part.callee, ...part.given].map(opened.valueOf)
  const [items, key] = given
  if (callee === distinct && isFunction(key)) {
    const item = twins([...(items as readonly unknown[])], key, asking)
    return item === undefined ? [] : [{ truth, item }]
  }
  const isTold = given.some(isFunction) || asking.own.includes(String(callee))
  return isTold ? inside(callee, given, truth, asking) : []
}

const isMadeOfOthers = ({ kind }: Part): boolean => kind === "and" || kind === "or" || kind === "choice"

/** Goes down to the operand that decided, and says what is behind it. */
const reasons = (
  opened: Opened,
  outer: ts.Expression,
  isOwn: boolean,
  truth: boolean,
  asking: Asking,
): readonly Clause[] => {
  const expression = bare(outer)
  const part = partOf(expression)
  const down = (into: ts.Expression, wanted = truth) => reasons(opened, into, isOwn, wanted, asking)
  if ((part.kind === "and" && !truth) || (part.kind === "or" && truth))
    return down(Boolean(opened.valueOf(part.left)) === truth ? part.left : part.right)
  if (part.kind === "choice") return down(opened.valueOf(part.condition) ? part.whenTrue : part.whenFalse)
  if (part.kind === "not" && isMadeOfOthers(partOf(bare(part.operand)))) return down(part.operand, !truth)
  const more = behind(opened, part, truth, asking)
  const values = valuesOf(opened, part)
  const isLast = more.every(({ text }) => text === undefined)
  const own = isOwn && { text: shortText(expression, isLast) }
  return [{ truth, ...own, ...(isOwn && isLast && values !== undefined && { values }) }, ...more]
}

const isPlain = ({ kind }: ts.Expression): boolean =>
  kind === ts.SyntaxKind.TrueKeyword || kind === ts.SyntaxKind.FalseKeyword

/** Why a function returned what it did; where it only says `false`, the condition before it is the reason. */
const reasonsOf = (opened: Opened, isOwn: boolean, truth: boolean, asking: Asking): readonly Clause[] => {
  const { subject, returned, valueOf } = opened
  const reached = isPlain(bare(returned)) ? reachedBy(returned, subject) : undefined
  const loop = loopedOver(returned, subject)
  const item = loop && showValue(valueOf(loop))
  return [
    ...(reached === undefined
      ? reasons(opened, returned, isOwn, truth, asking)
      : reasons(opened, reached.condition, isOwn, reached.truth, asking)),
    ...(item === undefined ? [] : [{ truth, item }]),
  ]
}

/**
 * Finds what decided a property, by asking its pieces again in the state that broke it, from the outermost inwards.
 * It is only an explanation: where a property is written in a way that cannot be taken apart there is none.
 */
export const decidingClauses = (
  subject: AnyFunction,
  given: Given,
  truth: boolean,
  scopeOf: Asking["scopeOf"],
): readonly Clause[] => {
  try {
    const opened = open(subject, scopeOf(subject), given.values)
    const asking: Asking = { scopeOf, nodeOf: given.nodeOf, own: String(subject) }
    return opened === undefined ? [] : reasonsOf(opened, true, truth, asking)
  } catch {
    return []
  }
}

/** The condition around what a function returned: the one that kept it from anything else. */
const guardOf = (opened: Opened, asking: Asking): readonly Clause[] => {
  const { returned, subject, valueOf } = opened
  const part = partOf(bare(returned))
  if (part.kind === "choice") return reasons(opened, part.condition, true, Boolean(valueOf(part.condition)), asking)
  const reached = reachedBy(returned, subject)
  return reached === undefined ? [] : reasons(opened, reached.condition, true, reached.truth, asking)
}

/** Finds why a handler came to the end that it came to; none where nothing stood in its way. */
export const guardingClauses = (subject: AnyFunction, given: Given, scopeOf: Asking["scopeOf"]): readonly Clause[] => {
  try {
    const opened = open(subject, scopeOf(subject), given.values)
    return opened === undefined ? [] : guardOf(opened, { scopeOf, nodeOf: given.nodeOf, own: String(subject) })
  } catch {
    return []
  }
}
