import type { AnyState, NodeId, Parcel } from "@lockstep/language"
import type { Lane, Snapshot } from "../../report.ts"
import type { Read } from "../../store/trie.ts"
import type { Machine } from "../machine.ts"
import { type ClientStates, openCalls } from "./clients.ts"
import type { NodeInfo } from "./nodes.ts"
import type { NodeState } from "./reactions.ts"
import type { Setting } from "./setting.ts"

const nothing = Object.freeze({})

/** What properties and traces see of a protocol's state. Everything is read only when it is looked at. */
export const makeView = (setting: Setting) => {
  const { model, nodes, components, cells, inboxes, slots } = setting
  const { value } = components
  const count = nodes.length

  /** Where a read finds what: each cell has two parts, so that what was read of one does not depend on the other. */
  const nodePlace = (index: number): number => 2 * index
  const inboxPlace = (index: number): number => 2 * index + 1
  const placeOf = (slot: number): number => count + slot
  const at: Machine["at"] = (state, place, from) => {
    if (place >= 2 * count) return state[from + place - count] as number
    const cell = state[from + (place >> 1)] as number
    return (place & 1) === 0 ? cells.node(cell) : cells.inbox(cell)
  }

  const stateOf = (read: Read, index: number): NodeState => value(read(nodePlace(index))) as NodeState

  const perRole = <Item>(item: (node: NodeInfo) => Item): { [role: string]: Item[] } => {
    const lists: { [role: string]: Item[] } = {}
    for (const role of Object.keys(model.protocol.roles)) lists[role] = []
    for (const node of nodes) lists[node.roleName]?.push(item(node))
    return lists
  }

  const names = perRole(({ id }) => id)

  /** Lists whose items are getters, so that a property is remembered by just the nodes that it needed. */
  const states = (read: Read): object => {
    const lists = perRole((): unknown => null)
    for (const { roleName, index, id } of nodes) {
      const place = nodePlace(index)
      let [known, state]: [number | undefined, AnyState] = [undefined, nothing]
      const get = (): AnyState => {
        const component = read(place)
        if (component !== known) [known, state] = [component, (value(component) as NodeState).state]
        return state
      }
      Object.defineProperty(lists[roleName], names[roleName]?.indexOf(id) ?? 0, { enumerable: true, get })
    }
    for (const list of Object.values(lists)) Object.freeze(list)
    return Object.freeze(lists)
  }

  const parcelsIn = (inbox: number, to: NodeId): readonly Parcel[] =>
    inboxes.envelopes(inbox).map((envelope) => {
      const { from, message } = value(envelope) as { from: NodeId; message: Parcel["message"] }
      return Object.freeze({ from, to, message })
    })

  const known = nodes.map(() => new Map<number, readonly Parcel[]>())
  /** The messages on their way to a node, made once for every inbox that lasts. */
  const parcelsTo = ({ index, id }: NodeInfo, inbox: number): readonly Parcel[] => {
    if (inbox < 0) return parcelsIn(inbox, id)
    const found = known[index]?.get(inbox)
    if (found !== undefined) return found
    const parcels = parcelsIn(inbox, id)
    known[index]?.set(inbox, parcels)
    return parcels
  }

  const inFlight = (read: Read) => {
    const parcels: Parcel[] = []
    for (const node of nodes) for (const parcel of parcelsTo(node, read(inboxPlace(node.index)))) parcels.push(parcel)
    return parcels
  }

  const around = (read: Read) => ({
    nodes: names,
    get network() {
      return inFlight(read)
    },
    get stopped() {
      return nodes.filter(({ index }) => stateOf(read, index).stopped).map(({ id }) => id)
    },
    get calls() {
      return slots.clients === -1 ? [] : openCalls(value(read(placeOf(slots.clients))) as ClientStates)
    },
    get clocks() {
      return perRole(({ index }) => stateOf(read, index).clock)
    },
    get world() {
      return slots.world === -1 ? nothing : value(read(placeOf(slots.world)))
    },
  })

  const nodeLane = (read: Read, { id, index }: NodeInfo): Lane => {
    const { state, clock, stopped, pending } = stateOf(read, index)
    const extras = {
      ...(model.clocks && { clock }),
      ...(stopped && { stopped }),
      ...(pending.length > 0 && { pending }),
    }
    return { kind: "node", name: id, value: { ...state, ...extras } }
  }

  const snapshot = (state: Int32Array): Snapshot => {
    const read: Read = (place) => at(state, place, 0)
    const only = <Kind extends Lane["kind"]>(kind: Kind, slot: number): Lane[] =>
      slot === -1 ? [] : [{ kind, name: kind, value: value(read(placeOf(slot))) }]
    return [
      ...nodes.map((node) => nodeLane(read, node)),
      { kind: "network", name: "network", value: inFlight(read) },
      ...only("clients", slots.clients),
      ...only("world", slots.world),
      ...only("faults", slots.faults),
    ]
  }

  return {
    view: (read: Read): readonly unknown[] => [states(read), around(read)],
    snapshot,
    at,
    places: count + slots.count,
    historyPlace: placeOf(slots.clients),
  }
}
