/** A name as types have it: `lock` is `Lock`, `half open` is `HalfOpen`. */
export const pascal = (name: string): string =>
  name
    .split(/[^\p{L}\p{N}$]+/u)
    .filter((word) => word !== "")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("")
    .replace(/^(?=\p{N})|^$/u, "Type")

/** A name as values have it: `LockToClients` is `lockToClients`. */
export const camel = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)

const isIdentifier = (name: string): boolean => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)

/** A string as TypeScript writes it. */
export const quoted = (text: string): string =>
  JSON.stringify(text).replace(/[\u2028\u2029]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`)

/** A field as a type declares it. */
export const declaredField = (name: string): string => (isIdentifier(name) ? name : quoted(name))

/** A field as an object literal gives it; `__proto__` would not be a field otherwise. */
export const givenField = (name: string): string => (name === "__proto__" ? `["__proto__"]` : declaredField(name))

/** How a field is asked for. */
export const fieldAccess = (value: string, name: string): string =>
  isIdentifier(name) ? `${value}.${name}` : `${value}[${quoted(name)}]`

/** A literal as TypeScript writes it. */
export const literalText = (value: string | number | boolean): string =>
  typeof value === "string" ? quoted(value) : String(value)
