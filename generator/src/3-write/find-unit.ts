import type { RoleSpec } from "../1-read/spec.ts"
import type { Unit } from "./units.ts"

/** Finds what has a codec: a unit that is not there is a fault of ours. */
export interface UnitFinder {
  readonly messages: (role: RoleSpec) => readonly Extract<Unit, { kind: "messages" }>[]
  readonly durable: (role: RoleSpec) => Extract<Unit, { kind: "durable" }> | undefined
  /** The codec of a part of a state. */
  readonly part: (role: RoleSpec, ...words: readonly string[]) => string
  /** The codec of what is said about a call or an activity. */
  readonly said: (role: RoleSpec, name: string, comment: string) => string
}

const demanded = (unit: Unit | undefined, what: string): string => {
  if (unit === undefined) throw new Error(`${what} has no codec`)
  return unit.name
}

/** Finds units by what they are for: their names may carry a number where two would be called the same. */
export const unitFinder = (units: readonly Unit[]): UnitFinder => ({
  messages: (role) =>
    units.filter(
      (unit): unit is Extract<Unit, { kind: "messages" }> => unit.kind === "messages" && unit.to === role.name,
    ),
  durable: (role) =>
    units.find(
      (unit): unit is Extract<Unit, { kind: "durable" }> => unit.kind === "durable" && unit.role === role.name,
    ),
  part: (role, ...words) =>
    demanded(
      units.find(
        (unit) =>
          unit.kind === "value" && unit.owner?.role === role.name && unit.owner.words.join(".") === words.join("."),
      ),
      `${role.name}.${words.join(".")}`,
    ),
  said: (role, name, comment) =>
    demanded(
      units.find(
        (unit) =>
          unit.kind === "value" && unit.owner === undefined && unit.comment === comment && isOf(unit.name, role, name),
      ),
      `${role.name}.${name}`,
    ),
})

const isOf = (unit: string, role: RoleSpec, name: string): boolean => {
  const plain = (text: string) => text.replace(/[^\p{L}\p{N}$]+/gu, "").toLowerCase()
  return unit.toLowerCase().startsWith(plain(role.name) + plain(name))
}
