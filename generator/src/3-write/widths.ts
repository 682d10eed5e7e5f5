import type { Shape } from "../1-read/shape.ts"
import { resolved, type Types } from "./shapes.ts"

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

/** The fewest bytes that a value of a shape takes; 0 only where it always takes none. */
export const leastWidth = (types: Types, shape: Shape, open: readonly string[] = []): number => {
  const least = (part: Shape): number => leastWidth(types, part, open)
  switch (shape.kind) {
    case "null":
    case "literal":
      return 0
    case "tuple":
      return sum(shape.items.map(least))
    case "record":
      return sum(shape.fields.map((field) => least(field.shape)))
    case "union":
      return 1 + Math.min(...shape.members.map(least))
    case "reference":
      return open.includes(shape.name) ? 0 : leastWidth(types, resolved(types, shape), [...open, shape.name])
    default:
      return 1
  }
}
