import type { AnyModel, NodeId } from "@lockstep/language"
import { type Components, makeComponents } from "../../store/components.ts"
import type { Journal } from "../../store/journal.ts"
import { trouble } from "../trouble.ts"
import { type Inboxes, makeInboxes } from "./network.ts"
import { type NodeInfo, nodesOf } from "./nodes.ts"

/** What everything that concerns one model shares: its nodes, its components, and where they stand in a state. */
export interface Setting {
  readonly model: AnyModel
  readonly nodes: readonly NodeInfo[]
  readonly indexOf: (node: string) => number
  readonly components: Components
  readonly inboxes: Inboxes
  readonly envelopeOf: (from: NodeId, message: unknown) => number
  /** How many clients the state tells about. */
  readonly clientCount: number
  readonly keepsHistory: boolean
  readonly slots: Slots
}

/** A state: every node and its inbox in turn, then what there is only one of. */
export interface Slots {
  readonly clients: number
  readonly world: number
  readonly faults: number
  readonly count: number
}

export const nodeSlot = (index: number): number => 2 * index
export const inboxSlot = (index: number): number => 2 * index + 1

const demandSoundNetwork = ({ network }: AnyModel): void => {
  if (network?.kind === "set" && (network.loss ?? network.duplication ?? network.reordering) !== undefined)
    trouble("bad-model", "network", "of kind `set` loses, duplicates and reorders without budgets")
}

/** Prepares a model for its machine. */
export const makeSetting = (model: AnyModel, journal?: Journal): Setting => {
  demandSoundNetwork(model)
  const components = makeComponents(journal)
  const nodes = nodesOf(model)
  const indices = new Map<string, number>(nodes.map(({ id, index }) => [id, index]))
  const indexOf = (node: string): number => indices.get(node) ?? -1
  const senderOf = (envelope: number): number => indexOf((components.value(envelope) as { from: string }).from)
  const clients = 2 * nodes.length
  return {
    model,
    nodes,
    indexOf,
    components,
    inboxes: makeInboxes(model.network?.kind ?? "bag", components, senderOf),
    envelopeOf: (from, message) => components.intern({ kind: "message", from, message }),
    clientCount: model.observe !== undefined ? nodes.length : (model.clients?.length ?? 0),
    keepsHistory: model.history !== undefined || model.protocol.history !== undefined,
    slots: { clients, world: clients + 1, faults: clients + 2, count: clients + 3 },
  }
}
