/** A field of a record. */
export interface Field {
  readonly name: string
  readonly shape: Shape
}

/** A value with named fields. */
export interface RecordShape {
  readonly kind: "record"
  /** The name of its type; `null` where it has none. */
  readonly name: string | null
  readonly fields: readonly Field[]
}

/** One of several values. */
export interface UnionShape {
  readonly kind: "union"
  readonly name: string | null
  /** The field that tells its records apart; `null` where it has at most one record. */
  readonly tag: string | null
  /** In the order in which they are declared. */
  readonly members: readonly Shape[]
}

/** What a value looks like: codecs, canonical form and documents are derived from it. */
export type Shape =
  | { readonly kind: "boolean" }
  | { readonly kind: "integer" }
  | { readonly kind: "string" }
  | { readonly kind: "null" }
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | { readonly kind: "array" | "list" | "set"; readonly item: Shape }
  | { readonly kind: "tuple"; readonly items: readonly Shape[] }
  | { readonly kind: "map"; readonly key: Shape; readonly value: Shape }
  | RecordShape
  | UnionShape
  /** The name of a node; `role` is `null` where any role will do. */
  | { readonly kind: "node"; readonly role: string | null }
  | { readonly kind: "call"; readonly reply: Shape }
  | { readonly kind: "opaque"; readonly name: string }
  /** A recursive type: the spec's `types` hold its shape under this name. */
  | { readonly kind: "reference"; readonly name: string }
