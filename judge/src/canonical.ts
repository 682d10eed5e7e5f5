const isRecord = (value: unknown): value is { readonly [field: string]: unknown } =>
  typeof value === "object" && value !== null && !(Symbol.iterator in value)

const isCollection = (value: unknown): value is Iterable<unknown> & { readonly kind?: unknown } =>
  typeof value === "object" && value !== null && Symbol.iterator in value

/** A text that two values share where their content is equal, whatever the order in which they were built. */
export const canonical = (value: unknown): string => {
  if (typeof value === "string") return JSON.stringify(value)
  if (isCollection(value)) {
    const kind = Array.isArray(value) ? "" : String(value.kind)
    return `${kind}[${Array.from(value, canonical).join()}]`
  }
  if (!isRecord(value)) return String(value)
  const fields = Object.keys(value).sort()
  return `{${fields.map((field) => `${JSON.stringify(field)}:${canonical(value[field])}`).join()}}`
}
