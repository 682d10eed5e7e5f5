import type { Shape } from "../1-read/shape.ts"
import type { RoleSpec, Spec } from "../1-read/spec.ts"
import { partsOf, type Types } from "./shapes.ts"
import type { Unit } from "./units.ts"
import { pascal } from "./words.ts"

/** The names of the types of a spec: no two types share one. */
export interface Names {
  readonly types: Types
  /** The name of a type; `null` where it has none, and is written out. */
  readonly of: (shape: Shape) => string | null
  /** Every type that has a name, in the order in which the spec comes to them. */
  readonly all: readonly (readonly [name: string, shape: Shape])[]
  /** The name of the type of a unit. */
  readonly ofUnit: (unit: Unit) => string
}

/** What the service of a role is called: after the protocol where it has one role. */
export const faceName = ({ name, roles }: Spec, role: RoleSpec): string =>
  pascal(name) + (roles.length === 1 ? "" : pascal(role.name))

/** What starts a node of a role, for a service that does not use Effect. */
export const openerName = (spec: Spec, role: RoleSpec): string => `open${faceName(spec, role)}`

/** What the emitted files import: no type of a spec can be called the same. */
const reserved: readonly string[] = [
  "Call",
  "Codec",
  "Face",
  "List",
  "Map",
  "MessageCodec",
  "NodeId",
  "Opaque",
  "Reader",
  "RoleService",
  "Set",
  "Writer",
]

const keyOf = (shape: Shape): string => JSON.stringify(shape)

const shapesOf = (unit: Unit): readonly Shape[] => {
  if (unit.kind === "messages") return unit.messages.map(({ shape }) => shape)
  return unit.kind === "durable" ? [] : [unit.shape]
}

const ownName = (shape: Shape): string | null => (shape.kind === "record" || shape.kind === "union" ? shape.name : null)

/** Names every type of a spec. A recursive record without a name of its own comes last: the union around it has the name already. */
export const namesOf = (spec: Spec, units: readonly Unit[]): Names => {
  /** A codec has the name of its unit: where a script has no capitals, its type would have the same. */
  const constants = units.map(({ name }) => name)
  const taken = new Set<string>([...reserved, ...constants, ...spec.roles.map((role) => faceName(spec, role))])
  const named = new Map<string, string>()
  const all: (readonly [string, Shape])[] = []
  const fresh = (wanted: string, count = 1): string => {
    const free = count === 1 ? wanted : `${wanted}${count}`
    if (taken.has(free)) return fresh(wanted, count + 1)
    taken.add(free)
    return free
  }
  const give = (shape: Shape, wanted: string): void => {
    if (named.has(keyOf(shape))) return
    const name = fresh(pascal(wanted))
    named.set(keyOf(shape), name)
    all.push([name, shape])
  }
  const visit = (shape: Shape): void => {
    const name = ownName(shape)
    if (name !== null) give(shape, name)
    partsOf(shape).forEach(visit)
  }
  const unitNames = new Map(
    units.filter(({ kind }) => kind !== "value").map((unit) => [unit.name, fresh(pascal(unit.name))]),
  )
  units.flatMap(shapesOf).forEach(visit)
  for (const shape of spec.types.values()) visit(shape)
  for (const [name, shape] of spec.types) give(shape, name)
  return {
    types: spec.types,
    of(shape) {
      const meant = shape.kind === "reference" ? (spec.types.get(shape.name) ?? shape) : shape
      return named.get(keyOf(meant)) ?? null
    },
    all,
    ofUnit: ({ name }) => unitNames.get(name) ?? pascal(name),
  }
}
