const isIterable = (value: object): value is Iterable<unknown> => Symbol.iterator in value

const items = (value: Iterable<unknown>): string => [...value].map(showValue).join(" ")

const fields = (value: object): string =>
  Object.entries(value)
    .map(([name, field]) => `${name}: ${showValue(field)}`)
    .join(", ")

/** A value in the fewest signs that can be read without a legend. */
export const showValue = (value: unknown): string => {
  if (value === null) return "none"
  if (typeof value !== "object") return String(value)
  if (!isIterable(value)) return `{${fields(value)}}`
  const kind = Array.isArray(value) ? "List" : (value as { kind?: string }).kind
  if (kind === "Set") return `{${items(value)}}`
  if (kind === "Map")
    return `{${[...(value as Iterable<readonly [unknown, unknown]>)].map(([key, item]) => `${showValue(key)}→${showValue(item)}`).join(" ")}}`
  return `[${items(value)}]`
}

/** A message or event with its fields behind its type. */
export const showTagged = (value: unknown): string => {
  if (typeof value !== "object" || value === null || !("type" in value)) return showValue(value)
  const { type, ...rest } = value
  const shown = Object.values(rest).map(showValue).join(", ")
  return shown === "" ? String(type) : `${type}(${shown})`
}
