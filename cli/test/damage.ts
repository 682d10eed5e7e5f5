type Parent = { readonly [field: string]: unknown }

/** The same with another value at a path. */
export const replaced = (whole: unknown, [head, ...rest]: readonly string[], by: unknown): unknown => {
  if (head === undefined) return by
  if (Array.isArray(whole)) return whole.map((one, at) => (String(at) === head ? replaced(one, rest, by) : one))
  return { ...(whole as Parent), [head]: replaced((whole as Parent)[head], rest, by) }
}

/** The paths to all that a value holds; of a long list, those to its first items. */
const pathsIn = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] => {
  const fields = typeof value === "object" && value !== null ? Object.entries(value) : []
  const some = Array.isArray(value) ? fields.slice(0, 2) : fields
  return [path, ...some.flatMap(([field, one]) => pathsIn(one, [...path, field]))]
}

const others: readonly unknown[] = [null, 7, "text", [null], {}]

/** A text of JSON, cut short at many places. */
export const cutShort = (text: string): readonly string[] =>
  Array.from({ length: 50 }, (_, at) => text.slice(0, Math.floor((text.trimEnd().length * at) / 50)))

/** A text of JSON with everything in it replaced by something else in turn. */
export const damagesOf = (text: string): readonly string[] => {
  const whole: unknown = JSON.parse(text)
  const paths = pathsIn(whole)
  return paths.flatMap((path) => others.map((other) => JSON.stringify(replaced(whole, path, other))))
}
