// A copy of language/src/collections/kind.ts, kept in step by runtime/test/copies.test.ts.
/** The kinds of collections that the language has. */
export type CollectionKind = "List" | "Set" | "Map"

/** Which collection a value is; `undefined` for a record, even for one with a field `kind`. */
export const collectionKind = (value: object): CollectionKind | undefined => {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null) return undefined
  const { kind } = value as { readonly kind?: unknown }
  return kind === "List" || kind === "Set" || kind === "Map" ? kind : undefined
}
