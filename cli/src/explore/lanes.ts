import type { Checkable, Lane, Snapshot } from "@lockstep/checker"
import type { FieldView, LaneView, MessageView } from "@lockstep/explorer"
import { ownFields } from "../trace/changes.ts"
import { showTagged, showValue } from "../trace/values.ts"

type Fields = readonly (readonly [string, string])[]

const isRecord = (value: unknown): value is { readonly [field: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value)

interface Operation {
  readonly call: string
  readonly argument: unknown
  readonly answer?: unknown
}

const showCall = ({ call, argument }: Operation): string => `${call}(${argument === null ? "" : showValue(argument)})`

/** A client in words: what it waits for, and what it was answered. */
const clientText = (client: unknown): string => {
  if (!isRecord(client)) return showValue(client)
  const { flight, answered, over } = client as {
    readonly flight: Operation | null
    readonly answered: readonly Operation[]
    readonly over: number
  }
  const got = answered.map((one) => `${showCall(one)} → ${showValue(one.answer)}`)
  const before = got.length > 0 ? got : over > 0 ? [`${over} over`] : []
  const now = flight === null ? [] : [`waits for ${showCall(flight)}`]
  return [...before, ...now].join(", ") || "has not called yet"
}

const fieldsOf = ({ kind, name, value }: Lane): Fields => {
  if (kind === "variable") return [[name, showValue(value)]]
  if (kind === "clients") return (value as readonly unknown[]).map((one, index) => [`c${index + 1}`, clientText(one)])
  if (!isRecord(value)) return [[name, showValue(value)]]
  const own = kind === "node" ? { ...(ownFields(value) as object), ...pendingOf(value) } : value
  return Object.entries(own).map(([field, item]) => [field, showValue(item)])
}

const pendingOf = ({ pending }: { readonly [field: string]: unknown }): object =>
  Array.isArray(pending) && pending.length > 0 ? { "waits for": pending } : {}

const compared = (fields: Fields, before: Fields | undefined): readonly FieldView[] => {
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

interface Envelope {
  readonly from: string
  readonly to: string
  readonly message: unknown
}

/** A message as it is shown. */
export const messageView = ({ from, to, message }: Envelope): MessageView => ({ from, to, text: showTagged(message) })

/** All messages on their way. */
export const envelopesIn = (snapshot: Snapshot): readonly Envelope[] =>
  (snapshot.find(({ kind }) => kind === "network")?.value ?? []) as readonly Envelope[]
