import type { Field, RecordShape, Shape } from "../1-read/shape.ts"
import type { Kind, RoleSpec, Spec } from "../1-read/spec.ts"
import { type Leaf, leavesOf } from "./shapes.ts"
import { camel, pascal } from "./words.ts"

/** Something that has a codec of its own. */
export type Unit = MessagesUnit | DurableUnit | ValueUnit

interface Named {
  /** The name of its codec; in its functions and types it begins with a capital. */
  readonly name: string
  readonly comment: string
}

/** What one role says to another. */
export interface MessagesUnit extends Named {
  readonly kind: "messages"
  readonly to: string
  readonly from: string | null
  readonly messages: readonly Kind[]
}

/** What of a state survives a crash. */
export interface DurableUnit extends Named {
  readonly kind: "durable"
  readonly role: string
  readonly state: RecordShape
  readonly fields: RecordShape["fields"]
}

/** Anything else: a state, a field, an argument, an answer. */
export interface ValueUnit extends Named {
  readonly kind: "value"
  readonly shape: Shape
  /** The state that it is a part of, and where. */
  readonly owner?: { readonly role: string; readonly state: RecordShape; readonly words: readonly string[] }
}

const messagesOf = (role: RoleSpec): readonly Unit[] =>
  role.hears
    .filter(({ messages }) => messages.length > 0)
    .map(({ from, messages }) => ({
      kind: "messages",
      name: from === null ? "message" : camel(`${pascal(from)}To${pascal(role.name)}`),
      comment: from === null ? `What ${role.name} say to each other.` : `What ${role.name} hear from ${from}.`,
      to: role.name,
      from,
      messages,
    }))

const value = (words: readonly string[], comment: string, shape: Shape): ValueUnit => ({
  kind: "value",
  name: camel(words.map(pascal).join("")),
  comment,
  shape,
})

const stateValue = ({ name, state }: RoleSpec, words: readonly string[], comment: string, shape: Shape): ValueUnit => ({
  ...value([name, ...words], comment, shape),
  owner: { role: name, state, words },
})

/** A journal writes what changed of a collection, so what is in it has codecs too. */
const contentsOf = (role: RoleSpec, { path, shape }: Leaf): readonly ValueUnit[] => {
  const whole = path.join(".")
  switch (shape.kind) {
    case "list":
    case "set":
      return [stateValue(role, [...path, "item"], `An item of ${whole}.`, shape.item)]
    case "map":
      return [
        stateValue(role, [...path, "key"], `A key of ${whole}.`, shape.key),
        stateValue(role, [...path, "value"], `A value of ${whole}.`, shape.value),
      ]
    default:
      return []
  }
}

const leafUnits = (role: RoleSpec, leaf: Leaf): readonly ValueUnit[] => [
  ...contentsOf(role, leaf),
  stateValue(role, leaf.path, `The field ${leaf.path.join(".")} of a state of ${role.name}.`, leaf.shape),
]

/** What a field has codecs for: itself and, where the journal speaks of its parts, each of them. */
const fieldUnits = (role: RoleSpec, field: Field): readonly ValueUnit[] => {
  const own = leafUnits(role, { path: [field.name], shape: field.shape })
  const leaves = role.durable.includes(field.name) ? leavesOf(field) : []
  return [...leaves.filter(({ path }) => path.length > 1).flatMap((leaf) => leafUnits(role, leaf)), ...own]
}

const stateOf = (role: RoleSpec): readonly Unit[] => [
  ...role.state.fields.flatMap((field) => fieldUnits(role, field)),
  value([role.name, "state"], `A state of ${role.name}.`, role.state),
]

const durableOf = ({ name, state, durable }: RoleSpec): readonly Unit[] => {
  const fields = state.fields.filter((field) => durable.includes(field.name))
  if (fields.length === 0) return []
  return [
    {
      kind: "durable",
      name: camel(`${pascal(name)}Durable`),
      comment: `What of a state of ${name} survives a crash.`,
      role: name,
      state,
      fields,
    },
  ]
}

const exchangesOf = ({ name, calls, activities }: RoleSpec): readonly Unit[] => [
  ...calls.flatMap((call) => [
    value([name, call.name, "argument"], `The argument of the call ${call.name}.`, call.argument),
    value([name, call.name, "answer"], `The answer to the call ${call.name}.`, call.answer),
  ]),
  ...activities.flatMap((activity) => [
    value([name, activity.name, "request"], `The request of the activity ${activity.name}.`, activity.argument),
    value([name, activity.name, "result"], `The result of the activity ${activity.name}.`, activity.answer),
  ]),
]

/** What a role tells the application, all events in one. */
export const eventShape = ({ name, events }: RoleSpec): Shape => ({
  kind: "union",
  name: pascal(`${name} event`),
  tag: "type",
  members: events.map(({ shape }) => shape),
})

const eventsOf = (role: RoleSpec): readonly Unit[] =>
  role.events.length === 0
    ? []
    : [value([role.name, "event"], `What ${role.name} tell the application.`, eventShape(role))]

/** Everything of a spec that has a codec, with names that differ. */
export const unitsOf = (spec: Spec): readonly Unit[] => {
  const taken = new Set<string>()
  const fresh = (name: string, count = 2): string => {
    const free = count === 2 ? name : `${name}${count - 1}`
    if (taken.has(free)) return fresh(name, count + 1)
    taken.add(free)
    return free
  }
  return spec.roles
    .flatMap((role) => [
      ...messagesOf(role),
      ...stateOf(role),
      ...durableOf(role),
      ...exchangesOf(role),
      ...eventsOf(role),
    ])
    .map((unit) => ({ ...unit, name: fresh(unit.name) }))
}
