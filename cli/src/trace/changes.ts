import type { Lane, Snapshot, Trace, TraceStep } from "@lockstep/checker"
import { clientChanges } from "./clients.ts"
import { difference } from "./difference.ts"
import { type Envelope, envelopesIn } from "./snapshot.ts"
import { showTagged, showValue } from "./values.ts"

/** Messages that are in one network and not in the other. */
export const sent = (before: Snapshot, after: Snapshot): Envelope[] => {
  const left = envelopesIn(before).map(showValue)
  return envelopesIn(after).filter((envelope) => {
    const at = left.indexOf(showValue(envelope))
    if (at !== -1) left.splice(at, 1)
    return at === -1
  })
}

const sends = (before: Snapshot, after: Snapshot): string[] => {
  const receivers = new Map<string, string[]>()
  for (const { to, message } of sent(before, after)) {
    const shown = showTagged(message)
    receivers.set(shown, [...(receivers.get(shown) ?? []), to])
  }
  return [...receivers].map(([message, nodes]) => `sends ${message} to ${nodes.join(" ")}`)
}

interface Activity {
  readonly activity: string
  readonly key: string
  readonly request: unknown
}

/** What a node has asked the application for stands in its lane beside the fields of its state. */
const activitiesOf = (value: unknown): readonly Activity[] => {
  const pending = typeof value === "object" && value !== null && "pending" in value ? value.pending : []
  const isActivity = (one: unknown): one is Activity => typeof one === "object" && one !== null && "activity" in one
  return Array.isArray(pending) ? pending.filter(isActivity) : []
}

const asked = (before: unknown, after: unknown): string[] => {
  const known = activitiesOf(before).map(({ activity, key }) => showValue([activity, key]))
  return activitiesOf(after)
    .filter(({ activity, key }) => !known.includes(showValue([activity, key])))
    .map(({ activity, request }) => `asks for ${activity}(${request === null ? "" : showValue(request)})`)
}

/** The state of a node alone: that it has stopped is told by the step. */
export const ownFields = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value
  const activities = activitiesOf(value).length > 0
  const isExtra = (field: string): boolean => (field === "pending" && activities) || field === "stopped"
  return Object.fromEntries(Object.entries(value).filter(([field, item]) => !(isExtra(field) && item)))
}

const laneChanges = (lane: Lane, before: unknown, actor: string | undefined): string[] => {
  if (lane.kind === "variable") return difference(lane.name, before, lane.value)
  const own = lane.name === actor || lane.kind === "world"
  const changes =
    lane.kind === "node"
      ? [...difference("", ownFields(before), ownFields(lane.value)), ...asked(before, lane.value)]
      : difference("", before, lane.value)
  return changes.map((change) => (own ? change : `${lane.name}: ${change}`))
}

const shown: readonly Lane["kind"][] = ["node", "world", "variable"]

/** What a step changed, in the order of the lanes; the acting node's own changes need no name. */
export const stepChanges = (before: Snapshot, { label, after, told = [] }: TraceStep): string[] => {
  return [
    ...after.flatMap((lane, index) =>
      shown.includes(lane.kind) ? laneChanges(lane, before[index]?.value, label.node) : [],
    ),
    ...clientChanges(before, after, label, told),
    ...sends(before, after),
  ]
}

/** The whole of the state that a trace begins with; nothing where every behaviour begins so, which the spec says. */
export const beginningOf = ({ initial, isOneOfSeveral }: Trace): string[] =>
  isOneOfSeveral === undefined
    ? []
    : [
        ...initial
          .filter(({ kind }) => shown.includes(kind))
          .map(({ name, kind, value }) => `${name} ${showValue(kind === "node" ? ownFields(value) : value)}`),
        ...sends([], initial),
      ]

/** A trace as pairs of states with the step between them. */
export const stepsOf = ({ initial, steps }: Trace) =>
  steps.map((step, index) => ({ step, before: steps[index - 1]?.after ?? initial }))
