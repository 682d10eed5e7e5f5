import type { Shape } from "../1-read/shape.ts"
import { type Layout, listed } from "./layout.ts"
import { givenField, literalText, quoted } from "./words.ts"

/** How deep recursive types go in tests. */
const deepest = 3

const call = (name: string, items: readonly Layout[]): Layout => listed(`${name}(`, items, ")")

const collection = (item: Layout, name: string): Layout => [
  "fc.array(",
  item,
  `, { maxLength: 12 }).map((items) => ${name}.from(items))`,
]

const contains = (shape: Shape): boolean => {
  switch (shape.kind) {
    case "reference":
      return true
    case "record":
      return shape.fields.some((field) => contains(field.shape))
    case "union":
      return shape.members.some(contains)
    case "tuple":
      return shape.items.some(contains)
    default:
      return false
  }
}

/** An expression of fast-check that gives values of a shape. */
export const arbitraryLayout = (shape: Shape): Layout => {
  switch (shape.kind) {
    case "boolean":
      return "fc.boolean()"
    case "integer":
      return "integer"
    case "string":
    case "node":
    case "call":
    case "opaque":
      return "text"
    case "null":
      return "fc.constant(null)"
    case "literal":
      return `fc.constant(${literalText(shape.value)})`
    case "array":
      return ["fc.array(", arbitraryLayout(shape.item), ", { maxLength: 12 })"]
    case "list":
      return collection(arbitraryLayout(shape.item), "List")
    case "set":
      return collection(arbitraryLayout(shape.item), "Set")
    case "map":
      return collection(call("fc.tuple", [arbitraryLayout(shape.key), arbitraryLayout(shape.value)]), "Map")
    case "tuple":
      return call("fc.tuple", shape.items.map(arbitraryLayout))
    case "record":
      return [
        "record(",
        listed(
          "{ ",
          shape.fields.map((field): Layout => [`${givenField(field.name)}: `, arbitraryLayout(field.shape)]),
          " }",
        ),
        ")",
      ]
    case "union": {
      const members = shape.members.toSorted((a, b) => Number(contains(a)) - Number(contains(b)))
      const depth = shape.members.some(contains) ? [`{ maxDepth: ${deepest} }`] : []
      return call("fc.oneof", [...depth, ...members.map(arbitraryLayout)])
    }
    case "reference":
      return `tie(${quoted(shape.name)})`
  }
}
