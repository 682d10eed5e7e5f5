import type { SpecFault } from "../report.ts"
import { safely } from "../thrown.ts"

/** A value that a spec may not hold; carries where in the value it stands. */
export interface Unsupported {
  readonly kind: "unsupported"
  readonly path: string
  readonly reason: string
}

class UnsupportedValue extends Error {
  readonly unsupported: Unsupported
  constructor(unsupported: Unsupported) {
    super(unsupported.reason)
    this.unsupported = unsupported
  }
}

const refuse = (path: string, reason: string): never => {
  throw new UnsupportedValue({ kind: "unsupported", path, reason })
}

const encodeNumber = (value: number, path: string): string => {
  if (Number.isSafeInteger(value)) return `i${value === 0 ? 0 : value};`
  return refuse(path, `${value} is no safe integer: floats, NaN and infinities do not compare alike everywhere`)
}

/** Whether it is a record of the language, and not something that only has fields. */
export const isPlain = (value: object): boolean => {
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

const collectionTags: { readonly [kind: string]: string } = { List: "L", Set: "S", Map: "M" }

/** The collections of the language carry their kind on the prototype; a plain record with such a field does not. */
export const collectionKind = (value: object): string | undefined =>
  isPlain(value) ? undefined : collectionTags[String((value as { kind?: unknown }).kind)]

const withArticle = (word: string): string => `${/^[aeio]/i.test(word) ? "an" : "a"} ${word}`

const wordFor = (value: unknown): string => {
  if (value === undefined) return "nothing"
  if (value === null) return "null"
  if (Array.isArray(value)) return "an array"
  if (typeof value !== "object") return withArticle(typeof value)
  if (isPlain(value)) return "a record"
  const name = collectionKind(value) === undefined ? value.constructor?.name : (value as { kind?: unknown }).kind
  return withArticle(typeof name === "string" ? name : "foreign object")
}

/** What a value is, in words: `a List`, `a Promise`, `nothing`. */
export const kindOf = (value: unknown): string => safely(() => wordFor(value)) ?? "a foreign object"

const encodeItems = (tag: string, items: Iterable<unknown>, path: string): string => {
  let text = `${tag}[`
  let index = 0
  for (const item of items) text += encodeAt(item, `${path}[${index++}]`)
  return `${text}]`
}

/** Few fields are put in order one by one, since `sort` takes memory of its own each time. */
const fewFields = 16

const sorted = (fields: string[]): readonly string[] => {
  if (fields.length > fewFields) return fields.sort()
  for (let next = 1; next < fields.length; next++) {
    const field = fields[next] as string
    let at = next
    for (; at > 0 && (fields[at - 1] as string) > field; at--) fields[at] = fields[at - 1] as string
    fields[at] = field
  }
  return fields
}

const encodeRecord = (record: object, path: string): string => {
  let text = "{"
  for (const field of sorted(Object.keys(record)))
    text += `${field.length}:${field}${encodeAt((record as { [field: string]: unknown })[field], `${path}.${field}`)}`
  return `${text}}`
}

const encodeObject = (value: object, path: string): string => {
  if (Array.isArray(value)) return encodeItems("A", value, path)
  if (isPlain(value)) return encodeRecord(value, path)
  const tag = collectionKind(value)
  if (tag !== undefined) return encodeItems(tag, value as Iterable<unknown>, path)
  return refuse(path, `${kindOf(value)} is no plain data: use records, arrays, List, Set and Map`)
}

const encodeAt = (value: unknown, path: string): string => {
  switch (typeof value) {
    case "string":
      return `s${value.length}:${value}`
    case "number":
      return encodeNumber(value, path)
    case "boolean":
      return value ? "t" : "f"
    case "object":
      return value === null ? "n" : encodeObject(value, path)
    case "undefined":
      return refuse(path, "undefined is no data: use null for what is absent")
    default:
      return refuse(path, `a ${typeof value} is no data`)
  }
}

/** The canonical text of a value: equal for equal content, whatever the order in which it was built. */
export const encode = (value: unknown): string => {
  try {
    return encodeAt(value, "")
  } catch (error) {
    if (error instanceof RangeError) refuse("", "it holds itself, or goes thousands of levels deep")
    throw error
  }
}

/** Why `encode` refused, if the error is its own. */
export const unsupported = (error: unknown): Unsupported | undefined =>
  error instanceof UnsupportedValue ? error.unsupported : undefined

/** A record of handler trouble that stops a search; thrown through the search core and caught at its door. */
export class SpecTrouble extends Error {
  readonly fault: Omit<SpecFault, "trace">
  constructor(fault: Omit<SpecFault, "trace">) {
    super(fault.reason)
    this.fault = fault
  }
}

/** The mistake in a spec that something was stopped by; `undefined` where it was stopped by something else. */
export const faultIn = (error: unknown): Omit<SpecFault, "trace"> | undefined =>
  error instanceof SpecTrouble ? error.fault : undefined

const isIndex = (key: string | symbol): boolean => typeof key === "string" && /^(\d+|length)$/.test(key)

/** What a record has besides its fields, or an array besides its items, is in no canonical text, and would be lost without a word. */
export const demandNoMore = (value: object, path = ""): void => {
  const all = Reflect.ownKeys(value)
  const isArray = Array.isArray(value)
  if (all.length === (isArray ? value.length + 1 : Object.keys(value).length)) return
  const isField = (key: string | symbol): boolean => Object.prototype.propertyIsEnumerable.call(value, key)
  const more = all.find((key) => (isArray ? !isIndex(key) : typeof key === "symbol" || !isField(key)))
  refuse(path, `${kindOf(value)} that also has ${typeof more === "string" ? `"${more}"` : String(more)} is no data`)
}

const isOpen = (item: unknown): item is object => typeof item === "object" && item !== null && !Object.isFrozen(item)

const freezePlain = (value: object, path: string): void => {
  demandNoMore(value, path)
  Object.freeze(value)
  for (const field of Object.keys(value)) {
    const item = (value as { readonly [field: string]: unknown })[field]
    // Most are frozen already, as parts of an earlier value: for these no path is put together.
    if (isOpen(item)) freezeDeep(item, Array.isArray(value) ? `${path}[${field}]` : `${path}.${field}`)
  }
}

/**
 * Makes a value and all it holds unchangeable, so that a handler that writes to its input fails at once.
 * Asks, since every value comes here once, and not each time that it is met, whether it is all that its text says.
 */
export const freezeDeep = (value: unknown, path = ""): void => {
  if (!isOpen(value)) return
  if (collectionKind(value) === undefined) return freezePlain(value, path)
  Object.freeze(value)
  for (const item of value as Iterable<unknown>) freezeDeep(item, path)
}
