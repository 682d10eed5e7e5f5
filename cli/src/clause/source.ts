import { mask } from "./mask.ts"

/** A function's text, cut around the expression that it returns. */
export interface Returned {
  readonly before: string
  readonly expression: string
  readonly after: string
}

/** A method's text is a function only inside of an object. */
const asExpression = (text: string): string =>
  /^(?:async\s|function\b)/.test(text) || mask(text).includes("=>") ? text : `function ${text}`

/** Finds what a function returns at its end; earlier returns stay what they are. */
export const returnedBy = (functionText: string): Returned | undefined => {
  const text = asExpression(functionText)
  const masked = mask(text)
  const arrow = masked.indexOf("=>")
  const begin = arrow === -1 ? masked.lastIndexOf("{") : arrow + 2 + (/\S/.exec(text.slice(arrow + 2))?.index ?? 0)
  if (text[begin] !== "{") return { before: text.slice(0, begin), expression: text.slice(begin), after: "" }
  const body = text.slice(begin + 1, text.lastIndexOf("}"))
  const last = [...mask(body).matchAll(/(?<=^|[\s;}])return\b/g)].at(-1)
  if (last === undefined) return undefined
  const cut = last.index + "return".length
  const expression = body.slice(cut).trim().replace(/;$/, "")
  return { before: text.slice(0, begin + 1 + cut), expression, after: "}" }
}
