import { List, Map, Set } from "@lockstep/runtime"
import fc from "fast-check"
import type { RecordShape, Shape } from "../../src/index.ts"
import type { Unit } from "../../src/index.ts"

type Types = ReadonlyMap<string, Shape>

const integers = fc.oneof(fc.integer({ min: -200, max: 200 }), fc.maxSafeInteger()).map((value) => value + 0)
const texts = fc.oneof(fc.constantFrom("n1", "n2", "n3", "none"), fc.string({ unit: "binary", maxLength: 60 }))
const few = { maxLength: 5 }

const mentionsItself = (shape: Shape): boolean =>
  shape.kind === "reference" || (shape.kind === "record" && shape.fields.some((field) => mentionsItself(field.shape)))

const recordOf = (types: Types, { fields }: RecordShape, depth: number): fc.Arbitrary<unknown> =>
  fc
    .tuple(...fields.map(({ shape }) => valuesOf(types, shape, depth)))
    .map((values) => Object.fromEntries(fields.map(({ name }, at) => [name, values[at]])))

const unionOf = (types: Types, members: readonly Shape[], depth: number): fc.Arbitrary<unknown> => {
  const ends = members.filter((member) => !mentionsItself(member))
  const possible = depth > 0 || ends.length === 0 ? members : ends
  return fc.oneof(...possible.map((member) => valuesOf(types, member, depth)))
}

/** Every value of a shape. */
const valuesOf = (types: Types, shape: Shape, depth = 4): fc.Arbitrary<unknown> => {
  const part = (inner: Shape) => valuesOf(types, inner, depth)
  switch (shape.kind) {
    case "boolean":
      return fc.boolean()
    case "integer":
      return integers
    case "null":
      return fc.constant(null)
    case "literal":
      return fc.constant(shape.value)
    case "array":
      return fc.array(part(shape.item), few)
    case "list":
      return fc.array(part(shape.item), few).map((items) => List.from(items))
    case "set":
      return fc.array(part(shape.item), few).map((items) => Set.from(items))
    case "tuple":
      return fc.tuple(...shape.items.map(part))
    case "map":
      return fc.array(fc.tuple(part(shape.key), part(shape.value)), few).map((entries) => Map.from(entries))
    case "record":
      return recordOf(types, shape, depth)
    case "union":
      return unionOf(types, shape.members, depth)
    case "reference":
      return valuesOf(types, types.get(shape.name) ?? { kind: "null" }, depth - 1)
    default:
      return texts
  }
}

/** Every value that the codec of a unit is for. */
export const valuesOfUnit = (types: Types, unit: Unit): fc.Arbitrary<unknown> => {
  switch (unit.kind) {
    case "messages":
      return fc.oneof(...unit.messages.map(({ shape }) => valuesOf(types, shape)))
    case "durable":
      return recordOf(types, { kind: "record", name: null, fields: unit.fields }, 4)
    case "value":
      return valuesOf(types, unit.shape)
  }
}
