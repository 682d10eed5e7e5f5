/** A record of which nothing more is known. */
export interface Fields {
  readonly [field: string]: unknown
}

/** Whether data that was read from a file has the form that it must have. */
export type Form = (value: unknown) => boolean

export const aText: Form = (value) => typeof value === "string"
export const aFlag: Form = (value) => typeof value === "boolean"
export const aNumber: Form = (value) => Number.isFinite(value)
export const aWhole: Form = (value) => Number.isSafeInteger(value)
export const aSize: Form = (value) => Number.isSafeInteger(value) && Number(value) >= 0

export const either =
  (...forms: readonly Form[]): Form =>
  (value) =>
    forms.some((form) => form(value))

export const optional = (form: Form): Form => either((value) => value === undefined, form)

export const oneOf =
  (...values: readonly unknown[]): Form =>
  (value) =>
    values.includes(value)

export const listOf =
  (item: Form): Form =>
  (value) =>
    Array.isArray(value) && value.every(item)

export const tuple =
  (...items: readonly Form[]): Form =>
  (value) =>
    Array.isArray(value) && value.length === items.length && items.every((item, at) => item(value[at]))

export const isRecord = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** A record with these fields; there may be others. */
export const record =
  (fields: { readonly [field: string]: Form }): Form =>
  (value) =>
    isRecord(value) && Object.entries(fields).every(([field, form]) => form(value[field]))

/** A record of names that somebody gave. */
export const named =
  (item: Form): Form =>
  (value) =>
    isRecord(value) && Object.values(value).every(item)
