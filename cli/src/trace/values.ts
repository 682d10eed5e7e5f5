import { collectionKind } from "@lockstep/language"

/** What a value is for showing: the language's collections, arrays and records each have their own brackets. */
export type Shape = "plain" | "record" | "array" | "List" | "Set" | "Map"

export const shapeOf = (value: unknown): Shape => {
  if (typeof value !== "object" || value === null) return "plain"
  return Array.isArray(value) ? "array" : (collectionKind(value) ?? "record")
}

/** The members of an array or a collection. */
export const itemsOf = (value: unknown): readonly unknown[] => [...(value as Iterable<unknown>)]

const showText = (text: string): string => (/^[^\s"(){}[\],:]+$/.test(text) ? text : JSON.stringify(text))

const showAll = (items: readonly unknown[]): string => items.map(showValue).join(" ")

const showFields = (value: object): string =>
  Object.entries(value)
    .map(([name, field]) => `${name}: ${showValue(field)}`)
    .join(", ")

/** An entry of a map. */
export const showEntry = ([key, value]: readonly [unknown, unknown]): string => `${showValue(key)}: ${showValue(value)}`

/** A value in the fewest signs that can be read without a legend. */
export const showValue = (value: unknown): string => {
  switch (shapeOf(value)) {
    case "plain":
      return value === null ? "none" : typeof value === "string" ? showText(value) : String(value)
    case "record":
      return `{${showFields(value as object)}}`
    case "Set":
      return `{${showAll(itemsOf(value))}}`
    case "Map":
      return `{${itemsOf(value)
        .map((entry) => showEntry(entry as [unknown, unknown]))
        .join(", ")}}`
    default:
      return `[${showAll(itemsOf(value))}]`
  }
}

/** A field of a message: what is true goes by its name. */
const showField = ([name, value]: readonly [string, unknown]): string => {
  if (typeof value === "boolean") return value ? name : `not ${name}`
  return showValue(value)
}

/** A message or event with its fields behind its type. */
export const showTagged = (value: unknown): string => {
  if (typeof value !== "object" || value === null || !("type" in value)) return showValue(value)
  const { type, ...rest } = value
  const shown = Object.entries(rest).map(showField).join(", ")
  return shown === "" ? String(type) : `${type}(${shown})`
}
