import type { Checkable, ClientStates, Lane, Snapshot } from "@lockstep/checker"
import type { FieldView, LaneView, MessageView } from "@lockstep/explorer"
import { isRecord } from "../forms.ts"
import { ownFields } from "../trace/changes.ts"
import { showCall } from "../trace/clients.ts"
import type { Envelope } from "../trace/snapshot.ts"
import { showTagged, showValue } from "../trace/values.ts"

type Texts = readonly (readonly [string, string])[]

/** A client in words: what it waits for, and what it was answered. */
const clientText = ({ flight, answered, over }: ClientStates[number]): string => {
  const got = answered.map((one) => `${showCall(one)} → ${showValue(one.answer)}`)
  const before = got.length > 0 ? got : over > 0 ? [`${over} over`] : []
  const now = flight === null ? [] : [`waits for ${showCall(flight)}`]
  return [...before, ...now].join(", ") || "has not called yet"
}

const fieldsOf = ({ kind, name, value }: Lane): Texts => {
  if (kind === "variable") return [[name, showValue(value)]]
  if (kind === "clients") return (value as ClientStates).map((one, index) => [`c${index + 1}`, clientText(one)])
  if (!isRecord(value)) return [[name, showValue(value)]]
  const own = kind === "node" ? { ...(ownFields(value) as object), ...pendingOf(value) } : value
  return Object.entries(own).map(([field, item]) => [field, showValue(item)])
}

const pendingOf = ({ pending }: { readonly [field: string]: unknown }): object =>
  Array.isArray(pending) && pending.length > 0 ? { "waits for": pending } : {}

const compared = (fields: Texts, before: Texts | undefined): readonly FieldView[] => {
  const known = before && new Map(before)
  return fields.map(([name, value]) => {
    const was = known === undefined ? value : (known.get(name) ?? "nothing")
    return { name, value, ...(was !== value && { was }) }
  })
}

const laneView = (lane: Lane, before: Lane | undefined): LaneView => ({
  kind: lane.kind,
  name: lane.kind === "faults" ? "faults left" : lane.name,
  stopped: lane.kind === "node" && isRecord(lane.value) && lane.value["stopped"] === true,
  fields: compared(fieldsOf(lane), before && fieldsOf(before)),
})

/** The variables of an algorithm stand in one lane together. */
const variablesView = (snapshot: Snapshot, before: Snapshot | undefined): LaneView => ({
  kind: "variables",
  name: "variables",
  stopped: false,
  fields: compared(snapshot.flatMap(fieldsOf), before?.flatMap(fieldsOf)),
})

/** What the model gives no budget for is no news. */
const isGiven = (model: Checkable, { kind }: LaneView, { name }: FieldView): boolean => {
  if (model.kind !== "model" || kind !== "faults") return true
  const { loss, duplication, reordering } = model.network ?? {}
  const budgets: { readonly [fault: string]: number | undefined } = {
    ...{ loss, duplication, reordering },
    crashes: model.crashes?.budget,
  }
  return (budgets[name] ?? 0) > 0
}

/** A state by its lanes, with what each field was before. */
export const lanesOf = (model: Checkable, snapshot: Snapshot, before: Snapshot | undefined): readonly LaneView[] => {
  if (snapshot.some(({ kind }) => kind === "variable")) return [variablesView(snapshot, before)]
  const lanes = snapshot.flatMap((lane, index) => (lane.kind === "network" ? [] : [laneView(lane, before?.[index])]))
  return lanes.map((lane) => ({ ...lane, fields: lane.fields.filter((field) => isGiven(model, lane, field)) }))
}

/** A message as it is shown. */
export const messageView = ({ from, to, message }: Envelope): MessageView => ({ from, to, text: showTagged(message) })
