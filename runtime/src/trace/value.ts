import { collectionKind, List, Map, Set } from "../collections/index.ts"

const listTag = "#list"
const setTag = "#set"
const mapTag = "#map"

const items = (value: object): readonly unknown[] => [...(value as Iterable<unknown>)]

const tagged = (value: object): unknown => {
  switch (collectionKind(value)) {
    case "List":
      return { [listTag]: items(value).map(plain) }
    case "Set":
      return { [setTag]: items(value).map(plain) }
    case "Map":
      return { [mapTag]: items(value).map(plain) }
    default: {
      const record: { [field: string]: unknown } = {}
      for (const [field, part] of Object.entries(value))
        record[field.startsWith("#") ? `#${field}` : field] = plain(part)
      return record
    }
  }
}

/** A value as JSON can hold it: collections are marked, and everything else is as it is. */
export const plain = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value
  return Array.isArray(value) ? value.map(plain) : tagged(value)
}

/** The value that `plain` was made of. */
export const lively = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) return value.map(lively)
  const record = value as { readonly [field: string]: unknown }
  const contentOf = (tag: string): readonly unknown[] => (Array.isArray(record[tag]) ? record[tag].map(lively) : [])
  if (listTag in record) return List.from(contentOf(listTag))
  if (setTag in record) return Set.from(contentOf(setTag))
  if (mapTag in record) return Map.from(contentOf(mapTag) as readonly (readonly [unknown, unknown])[])
  return Object.fromEntries(
    Object.entries(record).map(([field, part]) => [field.startsWith("##") ? field.slice(1) : field, lively(part)]),
  )
}
