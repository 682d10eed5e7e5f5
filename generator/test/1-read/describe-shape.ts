import type { Shape } from "../../src/1-read/shape.ts"

/** A shape as short text, close to the TypeScript that it came from. */
export const describeShape = (shape: Shape): string => {
  switch (shape.kind) {
    case "literal":
      return JSON.stringify(shape.value)
    case "array":
    case "list":
    case "set":
      return `${shape.kind}<${describeShape(shape.item)}>`
    case "tuple":
      return `[${shape.items.map(describeShape).join(", ")}]`
    case "map":
      return `map<${describeShape(shape.key)}, ${describeShape(shape.value)}>`
    case "record":
      return `${shape.name ?? ""}{${shape.fields.map(({ name, shape }) => `${name}: ${describeShape(shape)}`).join("; ")}}`
    case "union":
      return `(${shape.tag === null ? "" : `by ${shape.tag}: `}${shape.members.map(describeShape).join(" | ")})`
    case "node":
      return `node<${shape.role ?? "any"}>`
    case "call":
      return `call<${describeShape(shape.reply)}>`
    case "opaque":
      return `opaque<${shape.name}>`
    case "reference":
      return `-> ${shape.name}`
    default:
      return shape.kind
  }
}
