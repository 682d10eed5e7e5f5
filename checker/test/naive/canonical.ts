import { collectionKind } from "@lockstep/language"

/** How long a text is tells where it ends, whatever stands in it. */
const textOf = (text: string): string => `${text.length}'${text}`

const recordText = (record: { readonly [field: string]: unknown }): string => {
  let text = ""
  for (const field of Object.keys(record).sort()) text += `${textOf(field)}:${canonical(record[field])},`
  return text
}

const itemsText = (items: Iterable<unknown>): string => {
  let text = ""
  for (const item of items) text += `${canonical(item)},`
  return text
}

/** One text for all data of one content, and never for two: what makes two states the same state. */
export const canonical = (value: unknown): string => {
  if (typeof value === "string") return textOf(value)
  if (typeof value !== "object" || value === null) return String(value)
  if (Array.isArray(value)) return `[${itemsText(value)}]`
  const kind = collectionKind(value)
  return kind === undefined
    ? `{${recordText(value as { readonly [field: string]: unknown })}}`
    : `${kind}(${itemsText(value as Iterable<unknown>)})`
}
