import type { Shape } from "../1-read/shape.ts"
import type { Exchange, RoleSpec, Spec } from "../1-read/spec.ts"
import { unitFinder } from "../3-write/find-unit.ts"
import { payloadOf } from "../3-write/messages.ts"
import { unitsOf } from "../3-write/units.ts"

type Exchanges = { readonly [name: string]: { readonly argument: Shape; readonly answer: Shape } }

/** What a role may keep, hear, say and ask. */
export interface OutlinedTypes {
  readonly state: Shape
  readonly hears: readonly { readonly from: string | null; readonly type: string; readonly shape: Shape }[]
  readonly event: Shape
  readonly calls: Exchanges
  readonly activities: Exchanges
}

/** A role, as its library must show it. */
interface OutlinedRole {
  readonly name: string
  readonly durable: readonly string[]
  readonly calls: readonly string[]
  readonly activities: readonly string[]
  readonly views: readonly string[]
  /** The constants that the codecs of its states and events are; `null` where it has no events. */
  readonly state: string
  readonly event: string | null
  readonly types: OutlinedTypes
}

/** What a library must show of its spec beside its steps. */
export interface Outline {
  readonly name: string
  /** The recursive types, by name. */
  readonly types: ReadonlyMap<string, Shape>
  readonly roles: readonly OutlinedRole[]
  /** Every codec of messages, with how many fields of each message it knows. */
  readonly messages: readonly { readonly name: string; readonly to: string; readonly reach: readonly number[] }[]
}

const namesIn = (items: readonly { readonly name: string }[]): readonly string[] =>
  items.map(({ name }) => name).toSorted()

const exchanges = (all: readonly Exchange[]): Exchanges =>
  Object.fromEntries(all.map(({ name, argument, answer }) => [name, { argument, answer }]))

const typesOf = ({ state, hears, events, calls, activities }: RoleSpec): OutlinedTypes => ({
  state,
  hears: hears.flatMap(({ from, messages }) => messages.map(({ type, shape }) => ({ from, type, shape }))),
  event: { kind: "union", name: null, tag: "type", members: events.map(({ shape }) => shape) },
  calls: exchanges(calls),
  activities: exchanges(activities),
})

/** Outlines what the library of a spec must be. */
export const outlineOf = (spec: Spec): Outline => {
  const units = unitsOf(spec)
  const finder = unitFinder(units)
  return {
    name: spec.name,
    types: spec.types,
    roles: spec.roles.map((role) => ({
      name: role.name,
      durable: role.durable.toSorted(),
      calls: namesIn(role.calls),
      activities: namesIn(role.activities),
      views: namesIn(role.views),
      state: finder.said(role, "state", `A state of ${role.name}.`),
      event: role.events.length === 0 ? null : finder.said(role, "event", `What ${role.name} tell the application.`),
      types: typesOf(role),
    })),
    messages: units.flatMap((unit) =>
      unit.kind === "messages"
        ? [{ name: unit.name, to: unit.to, reach: unit.messages.map((kind) => payloadOf(kind).length) }]
        : [],
    ),
  }
}
