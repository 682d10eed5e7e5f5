import { isFields, strangeIn } from "./value.ts"

/** What a field may be, as a message says it, and whether it is that. */
export interface Demand {
  readonly example: string
  readonly holds: (value: unknown) => boolean
  /** What is strange deep inside of it. */
  readonly strange?: (value: unknown) => string | undefined
  readonly isOptional?: true
}

/** The fields that a record has, and no others. */
export type Shape = { readonly [field: string]: Demand }

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 1
const isTagged = (value: unknown): boolean => isFields(value) && typeof value["type"] === "string"
const isSend = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && typeof value[0] === "string" && isCount(value[1])

const demand = (example: string, holds: Demand["holds"]): Demand => ({ example, holds })
const optional = (one: Demand): Demand => ({ ...one, isOptional: true })

const text = demand('"n1"', (value) => typeof value === "string")
const count = demand("1", isCount)
const natural = demand("0", (value) => value === 0 || isCount(value))
const tagged = demand('{"type":"Vote"}', isTagged)
const anything = demand("null", (value) => value !== undefined)
const record = demand('{"term":1}', isFields)
const list = (example: string, holds: Demand["holds"]): Demand =>
  demand(example, (value) => Array.isArray(value) && value.every(holds))

export const inputShapes: { readonly [kind: string]: Shape } = {
  start: {},
  recover: {},
  message: { from: text, message: tagged, life: optional(text), number: optional(count) },
  timer: { timer: text },
  call: { name: text, argument: anything, call: text },
  result: { activity: text, key: text, request: anything, result: anything },
}

const early = optional(demand("true", (value) => value === true))

export const effectShapes: { readonly [kind: string]: Shape } = {
  send: { to: text, message: tagged, early },
  broadcast: { message: tagged, early },
  restart: { timer: text },
  reply: { call: text, value: anything },
  reject: { call: text, reason: text },
  perform: { activity: text, key: text, request: anything },
  emit: { event: tagged },
}

/** Only a change may be a delta. */
const strangeChange = (changes: unknown): string | undefined => {
  for (const change of isFields(changes) ? Object.values(changes) : []) {
    const strange = strangeIn(isFields(change) && "#delta" in change ? change["#delta"] : change)
    if (strange !== undefined) return strange
  }
  return undefined
}

const isNamed = (shapes: { readonly [kind: string]: Shape }) => (value: unknown) =>
  isFields(value) && typeof value["kind"] === "string" && Object.hasOwn(shapes, value["kind"])

const header: Shape = {
  trace: demand('"lockstep"', (value) => value === "lockstep"),
  format: demand("2", (value) => value === 1 || value === 2),
  ...{ protocol: text, spec: text, role: text, node: text, life: text },
  nodes: demand(
    '{"servers":["n1"]}',
    (value) => isFields(value) && Object.values(value).every((names) => list("", text.holds).holds(names)),
  ),
}

/** A trace's lines by the field that only they have. */
export const lineShapes: { readonly [field: string]: Shape } = {
  trace: { ...header, incarnation: count },
  state: { state: record, before: count },
  step: {
    ...{ step: count, now: natural },
    input: demand('{"kind":"start"}', isNamed(inputShapes)),
    picks: optional(list("[0]", natural.holds)),
    changes: optional({ ...record, strange: strangeChange }),
    effects: optional(list('[{"kind":"restart","timer":"election"}]', isNamed(effectShapes))),
    sends: optional(list('[["n2",1]]', isSend)),
  },
  gap: { gap: count, before: count },
  end: { end: natural },
}

/** What a line must be that has this field. Lives were not counted in format 1. */
export const lineShapeOf = (field: string, { format }: { readonly [field: string]: unknown }): Shape =>
  field === "trace" && format === 1 ? header : (lineShapes[field] ?? {})

/** A field that is wrong, and why. */
export interface Wrong {
  readonly field: string
  readonly reason: string
  readonly fix: string
}

/** The first field of a record that its shape does not allow. */
export const firstWrong = (fields: { readonly [field: string]: unknown }, shape: Shape): Wrong | undefined => {
  for (const field of Object.keys(fields))
    if (!Object.hasOwn(shape, field))
      return { field, reason: `has an unknown field "${field}"`, fix: `choose from ${Object.keys(shape).join(", ")}` }
  for (const [field, { example, holds, isOptional, strange: look = strangeIn }] of Object.entries(shape)) {
    const value = fields[field]
    if (value === undefined && isOptional === true) continue
    if (value === undefined) return { field, reason: `has no "${field}"`, fix: `write it like "${field}":${example}` }
    if (!holds(value))
      return { field, reason: `has a "${field}" that cannot be`, fix: `write it like "${field}":${example}` }
    const strange = look(value)
    if (strange !== undefined)
      return {
        field,
        reason: `has a "${field}" that cannot be: ${strange}`,
        fix: "docs/trace-format.md says how values are written",
      }
  }
  return undefined
}
