import { reach } from "../1-read/reach.ts"
import type { Program } from "../1-read/program.ts"
import type { Shape } from "../1-read/shape.ts"
import type { RoleSpec } from "../1-read/spec.ts"
import type { ts } from "../typescript.ts"

/** A role with all the code that its inputs can run. */
export interface RoleScene {
  readonly role: RoleSpec
  /** What handlers, `start`, `recover` and `views` can run. */
  readonly pieces: readonly ts.Node[]
  /** What `initial` is made of. */
  readonly beginning: readonly ts.Node[]
}

/** Follows everything that a role's inputs can run. */
export const roleScene = (program: Program, role: RoleSpec): RoleScene => {
  const inputs = [...role.handlers, role.start, role.recover, ...role.views]
  return {
    role,
    pieces: reach(
      program,
      inputs.flatMap((handler) => (handler === null ? [] : [handler.node])),
    ),
    beginning: reach(program, role.initial === null ? [] : [role.initial]),
  }
}

const holds = (shape: Shape, name: string): boolean => {
  switch (shape.kind) {
    case "array":
    case "list":
    case "set":
      return holds(shape.item, name)
    case "tuple":
      return shape.items.some((item) => holds(item, name))
    case "map":
      return holds(shape.key, name) || holds(shape.value, name)
    case "union":
      return shape.members.some((member) => holds(member, name))
    case "record":
      return shape.name === name || shape.fields.some((field) => holds(field.shape, name))
    case "reference":
      return shape.name === name
    default:
      return false
  }
}

/** Whether a whole state can come from outside of the handlers' own text: in a message, a call, an answer, or another field. */
export const arrivesWhole = ({ state, hears, calls, activities }: RoleSpec): boolean => {
  const { name } = state
  if (name === null) return false
  return [
    ...hears.flatMap(({ messages }) => messages.map(({ shape }) => shape)),
    ...calls.map(({ argument }) => argument),
    ...activities.flatMap(({ argument, answer }) => [argument, answer]),
    ...state.fields.map(({ shape }) => shape),
  ].some((shape) => holds(shape, name))
}
