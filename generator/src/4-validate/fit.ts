import { collectionKind } from "@lockstep/language"
import type { RecordShape, Shape } from "../1-read/shape.ts"
import { recordIn, resolved, type Types } from "../3-write/shapes.ts"

/** A part of a value that is not what its type says; the path of the value itself is empty. */
export interface Misfit {
  readonly path: string
  readonly value: unknown
}

type Fields = { readonly [name: string]: unknown }

const isRecord = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) && collectionKind(value) === undefined

const primitives: { readonly [kind: string]: (value: unknown) => boolean } = {
  boolean: (value) => typeof value === "boolean",
  integer: Number.isSafeInteger,
  string: (value) => typeof value === "string",
  node: (value) => typeof value === "string",
  call: (value) => typeof value === "string",
  opaque: (value) => typeof value === "string",
  null: (value) => value === null,
}

const firstOf = (misfits: Iterable<Misfit | null>): Misfit | null => {
  for (const misfit of misfits) if (misfit !== null) return misfit
  return null
}

const collections = { list: "List", set: "Set", map: "Map" } as const

/** The items of an array or a collection, if a value is one of that kind. */
const itemsOf = (kind: "array" | "tuple" | keyof typeof collections, value: unknown): readonly unknown[] | null => {
  if (kind === "array" || kind === "tuple") return Array.isArray(value) ? value : null
  const isOne = typeof value === "object" && value !== null && collectionKind(value) === collections[kind]
  return isOne ? Array.from(value as Iterable<unknown>) : null
}

/** Finds the first part of a value that is not what its type says; `null` where all is. */
export const misfitIn = (types: Types, shape: Shape, value: unknown, path = ""): Misfit | null => {
  const self: Misfit = { path, value }

  const each = (items: readonly unknown[] | null, shapeAt: (at: number) => Shape | undefined): Misfit | null => {
    if (items === null) return self
    return firstOf(
      items.map((item, at) => {
        const expected = shapeAt(at)
        return expected === undefined ? self : misfitIn(types, expected, item, `${path}[${at}]`)
      }),
    )
  }

  const inRecord = ({ fields }: RecordShape): Misfit | null => {
    if (!isRecord(value)) return self
    const at = (name: string): string => (path === "" ? name : `${path}.${name}`)
    const surplus = Object.keys(value).find((key) => fields.every(({ name }) => name !== key))
    if (surplus !== undefined) return { path: at(surplus), value: value[surplus] }
    return firstOf(fields.map((field) => misfitIn(types, field.shape, value[field.name], at(field.name))))
  }

  /** Of several records, the one that is meant has the same tag. */
  const inUnion = (members: readonly Shape[], tag: string | null): Misfit | null => {
    const found = members.map((member) => misfitIn(types, member, value, path))
    if (found.includes(null)) return null
    const meant = found.filter((misfit, at) => {
      const member = members[at]
      return member !== undefined && recordIn(types, member) !== null && isRecord(value) && misfit?.path !== tag
    })
    return meant.length === 1 ? firstOf(meant) : self
  }

  const known = resolved(types, shape)
  switch (known.kind) {
    case "array":
    case "list":
    case "set":
      return each(itemsOf(known.kind, value), () => known.item)
    case "tuple": {
      const items = itemsOf(known.kind, value)
      return items !== null && items.length !== known.items.length ? self : each(items, (at) => known.items[at])
    }
    case "map":
      return each(itemsOf(known.kind, value), () => ({ kind: "tuple", items: [known.key, known.value] }))
    case "record":
      return inRecord(known)
    case "union":
      return inUnion(known.members, known.tag)
    case "literal":
      return known.value === value ? null : self
    default:
      return primitives[known.kind]?.(value) === true ? null : self
  }
}
