import type { Lane, Snapshot } from "@lockstep/checker"
import { showTagged, showValue } from "./values.ts"

const isRecord = (value: unknown): value is { readonly [field: string]: unknown } =>
  typeof value === "object" && value !== null && !(Symbol.iterator in value)

const fieldChanges = (before: unknown, after: unknown): string[] => {
  if (!isRecord(before) || !isRecord(after)) return [`${showValue(before)}→${showValue(after)}`]
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((field) => {
    const [from, to] = [before[field], after[field]].map((value) => (value === undefined ? "" : showValue(value)))
    return from === to ? [] : [`${field} ${from}→${to}`]
  })
}

interface Envelope {
  readonly from: string
  readonly to: string
  readonly message: unknown
}

/** Messages that are in one network and not in the other. */
export const sent = (before: Snapshot, after: Snapshot): Envelope[] => {
  const network = (snapshot: Snapshot) =>
    (snapshot.find(({ kind }) => kind === "network")?.value ?? []) as readonly Envelope[]
  const left = network(before).map(showValue)
  return network(after).filter((envelope) => {
    const at = left.indexOf(showValue(envelope))
    if (at === -1) return true
    left.splice(at, 1)
    return false
  })
}

const sends = (before: Snapshot, after: Snapshot): string[] => {
  const byMessage = new Map<string, string[]>()
  for (const { to, message } of sent(before, after)) {
    const shown = showTagged(message)
    byMessage.set(shown, [...(byMessage.get(shown) ?? []), to])
  }
  return [...byMessage].map(([message, receivers]) => `sends ${message} to ${receivers.join(" ")}`)
}

const laneChanges = (lane: Lane, before: Lane | undefined, actor: string | undefined): string[] => {
  const changes = fieldChanges(before?.value, lane.value)
  const own = lane.kind === "node" && lane.name === actor
  return own ? changes : changes.map((change) => `${lane.name}: ${change}`)
}

const told = ["node", "world", "variable"]

/** What a step changed, in the order of the lanes; the acting node's own changes need no name. */
export const stepChanges = (before: Snapshot, after: Snapshot, actor: string | undefined): string[] => {
  const changes = after.flatMap((lane, index) =>
    told.includes(lane.kind) ? laneChanges(lane, before[index], actor) : [],
  )
  return [...changes, ...sends(before, after)]
}
