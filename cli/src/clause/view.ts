import { type Checkable, type Lane, openCalls, type PropertyKind, type Snapshot } from "@lockstep/checker"
import type { AnyModel } from "@lockstep/language"
import type { Fields } from "../forms.ts"
import { clientsIn, envelopesIn, laneValue } from "../trace/snapshot.ts"

interface NodeLane {
  readonly name: string
  readonly value: Fields
}

/** The node lanes of each role: lanes stand in the order of the roles. */
const lanesByRole = (model: AnyModel, snapshot: Snapshot): { readonly [role: string]: readonly NodeLane[] } => {
  const lanes = snapshot.filter(({ kind }) => kind === "node") as readonly NodeLane[]
  const roles = Object.keys(model.protocol.roles)
  const begins = roles.map((_, index) => roles.slice(0, index).reduce((sum, role) => sum + (model.nodes[role] ?? 0), 0))
  return Object.fromEntries(roles.map((role, index) => [role, lanes.slice(begins[index], begins[index + 1])]))
}

const mapLanes = <Value>(
  lanes: { readonly [role: string]: readonly NodeLane[] },
  change: (lane: NodeLane) => Value,
): { readonly [role: string]: readonly Value[] } =>
  Object.fromEntries(Object.entries(lanes).map(([role, list]) => [role, list.map(change)]))

const protocolView = (model: AnyModel, snapshot: Snapshot): readonly unknown[] => {
  const lanes = lanesByRole(model, snapshot)
  const around = {
    network: envelopesIn(snapshot),
    stopped: Object.values(lanes).flatMap((list) =>
      list.filter(({ value }) => value["stopped"]).map(({ name }) => name),
    ),
    nodes: mapLanes(lanes, ({ name }) => name),
    calls: openCalls(clientsIn(snapshot)),
    clocks: mapLanes(lanes, ({ value }) => (model.clocks ? value["clock"] : 0)),
    world: laneValue(snapshot, "world") ?? {},
  }
  return [mapLanes(lanes, ({ value }) => value), around]
}

/** A state as properties see it, from what a trace shows of it. */
const viewOf = (model: Checkable, snapshot: Snapshot): readonly unknown[] =>
  model.kind === "model"
    ? protocolView(model, snapshot)
    : [Object.fromEntries(snapshot.map(({ name, value }) => [name, value])), undefined]

/** Two nodes in the same state may share one value: each gets its own, by which it is known. */
const ownValue = (lane: Lane): Lane => (lane.kind === "node" ? { ...lane, value: { ...(lane.value as Fields) } } : lane)

const stepView = ([old, aroundOld]: readonly unknown[], [young, aroundYoung]: readonly unknown[]) => [
  old,
  young,
  aroundOld,
  aroundYoung,
]

/** What a property was given when it was broken. */
export interface Given {
  readonly values: readonly unknown[]
  /** Which node a state belongs to. */
  readonly nodeOf: (state: unknown) => string | undefined
}

/** The states around the last step, as a property of this kind gets them. */
export const givenTo = (
  model: Checkable,
  kind: PropertyKind,
  [before, after]: readonly [Snapshot, Snapshot],
): Given => {
  const [old, young] = [before.map(ownValue), after.map(ownValue)]
  const lanes = [...old, ...young].filter((lane) => lane.kind === "node")
  return {
    values: kind === "step" ? stepView(viewOf(model, old), viewOf(model, young)) : viewOf(model, young),
    nodeOf: (state) => lanes.find(({ value }) => value === state)?.name,
  }
}
