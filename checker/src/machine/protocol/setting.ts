import type { AnyModel, Input, NodeId } from "@lockstep/language"
import { type Components, makeComponents } from "../../store/components.ts"
import { type Fleeting, makeFleeting } from "../../store/fleeting.ts"
import { itemsOf, type MaybeAppended } from "../../store/appended.ts"
import { encode } from "../../store/encode.ts"
import type { Common } from "../common.ts"
import { demandModel } from "../form.ts"
import { guarded, trouble } from "../trouble.ts"
import { type Cells, fleetingCells, makeCells } from "./cells.ts"
import { type Inboxes, makeInboxes } from "./network.ts"
import { handlerNames, type NodeInfo, nodesOf } from "./nodes.ts"

/** What everything that concerns one model shares: its nodes, its components, and where they stand in a state. */
export interface Setting {
  readonly model: AnyModel
  readonly nodes: readonly NodeInfo[]
  readonly indexOf: (node: string) => number
  /** The name of what a node does with an input, in the words of its author. */
  readonly handlerOf: (node: NodeInfo, input: Input) => string
  readonly components: Components
  readonly inboxes: Inboxes
  readonly cells: Cells
  readonly envelopeOf: (from: NodeId, message: unknown) => number
  /** How many clients the state tells about. */
  readonly clientCount: number
  readonly keepsHistory: boolean
  /**
   * Where the parts of states are that are met once, as by who follows a run; handlers are then known to be pure, and nothing of them is
   * remembered.
   */
  readonly fleeting: Fleeting | undefined
  /** The number of a value that is hardly met again, if there are such. */
  readonly keep: (value: unknown) => number
  readonly slots: Slots
}

/** A state: a cell for every node, in the slot of its index, then what there is only one of; -1 where a model has none. */
export interface Slots {
  readonly clients: number
  readonly world: number
  readonly faults: number
  readonly count: number
}

const layOut = (nodes: number, has: { readonly [Part in "clients" | "world" | "faults"]: boolean }): Slots => {
  let count = nodes
  const slot = (present: boolean): number => (present ? count++ : -1)
  return { clients: slot(has.clients), world: slot(has.world), faults: slot(has.faults), count }
}

const hasFaults = ({ network, crashes }: AnyModel): boolean =>
  [network?.loss, network?.duplication, network?.reordering, crashes?.budget].some((budget) => (budget ?? 0) > 0)

const demandSoundNetwork = ({ network }: AnyModel): void => {
  if (network?.kind === "set" && (network.loss ?? network.duplication ?? network.reordering) !== undefined)
    trouble("bad-model", "network", "of kind `set` loses, duplicates and reorders without budgets")
  if (network?.kind === "bag" && (network.reordering ?? 0) > 0)
    trouble("bad-model", "network", "of kind `bag` reorders without a budget")
}

const demandOneKindOfClients = ({ observe, clients = [] }: AnyModel): void => {
  if (observe !== undefined && clients.length > 0)
    trouble("bad-model", "observe", "makes clients of the nodes, and the model has `clients` besides")
}

/** What a model brings along is data, like what handlers return. */
const demandData = ({ clients = [], activities = {} }: AnyModel): void => {
  for (const { calls } of clients)
    for (const [name, argument] of calls) guarded("clients", undefined, () => encode({ [name]: argument }))
  for (const [name, { initial }] of Object.entries(activities))
    guarded("activities", undefined, () => encode({ [name]: initial }))
}

const withFleeting = (components: Components, fleeting: Fleeting): Components => ({
  ...components,
  value: (id) => (id < 0 ? fleeting.value(id) : components.value(id)),
  members: (id) => (id < 0 ? itemsOf(fleeting.value(id) as MaybeAppended<number>) : components.members(id)),
})

/** Prepares a model for its machine. */
export const makeSetting = (model: AnyModel, common?: Common, isFollowed = false): Setting => {
  demandModel(model)
  demandSoundNetwork(model)
  demandOneKindOfClients(model)
  demandData(model)
  const fleeting = isFollowed ? makeFleeting() : undefined
  const lasting = makeComponents(common?.journal)
  const components = fleeting === undefined ? lasting : withFleeting(lasting, fleeting)
  const keep = fleeting?.add ?? components.intern
  /** What a `set` holds it holds for good, and once. */
  const keepMessage = model.network?.kind === "set" ? components.intern : keep
  const nodes = nodesOf(model)
  const indices = new Map<string, number>(nodes.map(({ id, index }) => [id, index]))
  const indexOf = (node: string): number => indices.get(node) ?? -1
  const senderOf = (envelope: number): number => indexOf((components.value(envelope) as { from: string }).from)
  const inboxes = makeInboxes(model.network?.kind ?? "bag", components, senderOf, fleeting)
  const keepsHistory = Object.keys({ ...model.protocol.history, ...model.history }).length > 0
  const observes = keepsHistory && model.observe !== undefined
  const clientCount = observes ? nodes.length : (model.clients?.length ?? 0)
  const has = {
    clients: clientCount > 0 || keepsHistory,
    world: model.activities !== undefined,
    faults: hasFaults(model),
  }
  const slots = layOut(nodes.length, has)
  return {
    model,
    nodes,
    indexOf,
    handlerOf: handlerNames(nodes),
    components,
    inboxes,
    cells:
      fleeting === undefined ? makeCells(nodes.length, components, inboxes, common) : fleetingCells(inboxes, fleeting),
    envelopeOf: (from, message) => keepMessage({ kind: "message", from, message }),
    clientCount,
    keepsHistory,
    fleeting,
    keep,
    slots,
  }
}
