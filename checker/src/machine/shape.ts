import { trouble } from "./trouble.ts"

/** What a part of a spec must look like; stops the check where it does not. `path` says where the part stands. */
export type Shape = (value: unknown, path: string) => void

type Fields = { readonly [field: string]: unknown }

const shown = (value: unknown): string => {
  if (value === undefined) return "missing"
  if (typeof value === "function") return "a function"
  if (Array.isArray(value)) return "a list"
  if (typeof value === "object" && value !== null) return "a record"
  if (typeof value === "bigint") return `${value}n`
  return typeof value === "string" ? JSON.stringify(value) : String(value)
}

const refuse = (path: string, value: unknown, due: string): never =>
  trouble("bad-model", path, `is ${shown(value)}, and must be ${due}`)

const is =
  (due: string, test: (value: unknown) => boolean): Shape =>
  (value, path) => {
    if (!test(value)) refuse(path, value, due)
  }

export const anything: Shape = () => undefined
export const aFunction = is("a function", (value) => typeof value === "function")
export const aSequence = is(
  "a list",
  (value) => typeof value === "object" && value !== null && Symbol.iterator in value,
)
export const aText = is("a text", (value) => typeof value === "string")
export const aCount = is("a whole number from 0 on", (value) => Number.isSafeInteger(value) && Number(value) >= 0)
export const fromOne = is("a whole number from 1 on", (value) => Number.isSafeInteger(value) && Number(value) >= 1)

const isRecord = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** A record, whatever is in it. */
export const aRecord = is("a record", isRecord)

export const oneOf = (words: readonly string[]): Shape =>
  is(words.length === 0 ? "left out: there is none" : `one of ${words.join(", ")}`, (value) =>
    words.some((word) => word === value),
  )

export const either =
  (isFirst: (value: unknown) => boolean, first: Shape, second: Shape): Shape =>
  (value, path) =>
    (isFirst(value) ? first : second)(value, path)

/** Refuses whatever comes. */
export const otherThan = (due: string): Shape => is(due, () => false)

export const isFunction = (value: unknown): boolean => typeof value === "function"

export const listOf =
  (item: Shape): Shape =>
  (value, path) => {
    if (!Array.isArray(value)) return refuse(path, value, "a list")
    for (const [index, one] of value.entries()) item(one, `${path}[${index}]`)
  }

/** A list of so many, each with its own shape. */
export const tuple =
  (due: string, items: readonly Shape[]): Shape =>
  (value, path) => {
    if (!Array.isArray(value) || value.length !== items.length) return refuse(path, value, due)
    for (const [index, item] of items.entries()) item(value[index], `${path}[${index}]`)
  }

const within = (path: string, field: string): string => (path === "" ? field : `${path}.${field}`)

/** A record of names that the author gives. */
export const named =
  (item: Shape): Shape =>
  (value, path) => {
    if (!isRecord(value)) return refuse(path, value, "a record")
    for (const [name, one] of Object.entries(value)) item(one, within(path, name))
  }

type Shapes = { readonly [field: string]: Shape }

/** A record, with the fields that it cannot do without, or else those that it may have. */
const recordOf = (required: Shapes, optional: Shapes): string => {
  const [must, may] = [Object.keys(required), Object.keys(optional)]
  if (must.length > 0) return `a record with ${must.join(", ")}`
  return may.length > 0 ? `a record of ${may.join(", ")}` : "a record"
}

const quoted = (fields: readonly string[]): string => fields.map((field) => `"${field}"`).join(", ")

/** Of what is missing and of what means nothing, one may be the other misspelt: whoever reads it is told of both. */
const refuseFields = (path: string, missing: readonly string[], strange: readonly string[], known: string): never => {
  const [one, ...more] = strange
  if (one !== undefined && more.length + missing.length === 0)
    return trouble("bad-model", within(path, one), `means nothing here: there are ${known}`)
  const parts = [
    ...(missing.length > 0 ? [`has no ${quoted(missing)}`] : []),
    ...(strange.length > 0 ? [`${quoted(strange)} ${more.length > 0 ? "mean" : "means"} nothing here`] : []),
  ]
  return trouble("bad-model", path, `${parts.join(", and ")}: there are ${known}`)
}

/** A record of fields that the language knows; `required` are never left out. `whole` names what is no part of anything. */
export const record =
  (required: Shapes, optional: Shapes = {}, whole = ""): Shape =>
  (value, path) => {
    if (!isRecord(value)) return refuse(path, value, recordOf(required, optional))
    const known = { ...required, ...optional }
    const missing = Object.keys(required).filter((field) => value[field] === undefined)
    const strange = Object.keys(value).filter((field) => !Object.hasOwn(known, field))
    if (missing.length + strange.length > 1)
      return refuseFields(path || whole, missing, strange, Object.keys(known).join(", "))
    for (const [field, shape] of Object.entries(required)) shape(value[field], within(path, field))
    for (const [field, shape] of Object.entries(optional))
      if (value[field] !== undefined) shape(value[field], within(path, field))
    if (strange.length > 0) refuseFields(path, missing, strange, Object.keys(known).join(", "))
  }
