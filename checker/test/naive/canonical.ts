import { collectionKind } from "@lockstep/language"

const recordText = (record: object): string =>
  Object.entries(record)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([field, value]) => `${JSON.stringify(field)}:${canonical(value)}`)
    .join(",")

const itemsText = (items: Iterable<unknown>): string => [...items].map(canonical).join(",")

/** One text for all data of one content, and never for two: what makes two states the same state. */
export const canonical = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return value === undefined ? "undefined" : JSON.stringify(value)
  if (Array.isArray(value)) return `[${itemsText(value)}]`
  const kind = collectionKind(value)
  return kind === undefined ? `{${recordText(value)}}` : `${kind}(${itemsText(value as Iterable<unknown>)})`
}
