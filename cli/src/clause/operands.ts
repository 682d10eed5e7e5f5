import { mask } from "./mask.ts"

const withoutBrackets = (text: string): string => {
  const trimmed = text.trim()
  return /^\(\s*\)$/.test(mask(trimmed)) ? withoutBrackets(trimmed.slice(1, -1)) : trimmed
}

/** What binds less than the operator would belong to none of its operands alone. */
const looser = { "&&": /\|\||\?\?|\?(?!\.)|=>|,|;/, "||": /\?\?|\?(?!\.)|=>|,|;/ } as const

export type Operator = keyof typeof looser

/** The parts of a conjunction or a disjunction, or the whole text where it is none. */
export const operandsOf = (expression: string, operator: Operator): readonly string[] => {
  const text = withoutBrackets(expression)
  const masked = mask(text)
  if (looser[operator].test(masked)) return [text]
  const ends = [...masked.matchAll(operator === "&&" ? /&&/g : /\|\|/g)].map(({ index }) => index)
  const begins = [0, ...ends.map((end) => end + operator.length)]
  return begins.map((begin, index) => withoutBrackets(text.slice(begin, ends[index])))
}

/** An operand of the form `items.every(test)`, taken apart. */
export interface Every {
  readonly items: string
  readonly test: string
}

/** Names, calls and brackets in a row: one value, and no operator between several. */
const chain = /^[\w$.()[\]\s]+$/

export const everyOf = (operand: string): Every | undefined => {
  const [, items] = /^(.+)\.every\(\s*\)$/s.exec(mask(operand)) ?? []
  if (items === undefined || !chain.test(items)) return undefined
  return { items: operand.slice(0, items.length), test: operand.slice(items.length + ".every(".length, -1) }
}
