import { List, Map, Set } from "@lockstep/language"

type Fields = { readonly [field: string]: unknown }

const builders: { readonly [tag: string]: (items: readonly unknown[]) => unknown } = {
  "#list": (items) => List.from(items),
  "#set": (items) => Set.from(items),
  "#map": (items) => Map.from(items as readonly (readonly [unknown, unknown])[]),
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const isPair = (item: unknown): boolean => Array.isArray(item) && item.length === 2

/** The tag of a record that stands for a collection: `#list`, `#set` or `#map`. */
const tagOf = (record: Fields): string | undefined => {
  const [field = "", ...more] = Object.keys(record)
  return field.startsWith("#") && !field.startsWith("##") && more.length === 0 ? field : undefined
}

/** Why a value is none that a trace holds; `undefined` if it is one. */
export const strangeIn = (value: unknown): string | undefined => {
  if (typeof value !== "object" || value === null)
    return typeof value === "number" && !Number.isSafeInteger(value) ? `${value} is no safe integer` : undefined
  if (Array.isArray(value)) return firstStrange(value)
  const tag = tagOf(value as Fields)
  if (tag === undefined) return strangeInFields(value as Fields)
  const items = (value as Fields)[tag]
  if (!Object.hasOwn(builders, tag)) return `"${tag}" stands for no collection`
  if (!Array.isArray(items)) return `"${tag}" holds no array`
  if (tag === "#map" && !items.every(isPair)) return `"#map" holds something that is no pair of key and value`
  return firstStrange(items)
}

const firstStrange = (items: readonly unknown[]): string | undefined => {
  for (const item of items) {
    const strange = strangeIn(item)
    if (strange !== undefined) return strange
  }
  return undefined
}

const strangeInFields = (record: Fields): string | undefined => {
  const lonely = Object.keys(record).find((field) => field.startsWith("#") && !field.startsWith("##"))
  return lonely === undefined ? firstStrange(Object.values(record)) : `"${lonely}" stands beside other fields`
}

/** The value that a trace holds in JSON: one of which nothing is strange. */
export const lively = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) return value.map(lively)
  const record = value as Fields
  const tag = tagOf(record)
  if (tag !== undefined) return builders[tag]?.((record[tag] as readonly unknown[]).map(lively))
  const lived: { [field: string]: unknown } = {}
  for (const [field, part] of Object.entries(record))
    lived[field.startsWith("##") ? field.slice(1) : field] = lively(part)
  return lived
}
