import type { NodeId } from "@lockstep/language"
import type { Lane, Snapshot } from "../../report.ts"
import type { Read } from "../../store/trie.ts"
import type { NodeInfo } from "./nodes.ts"
import type { NodeState } from "./reactions.ts"
import { inboxSlot, nodeSlot, type Setting } from "./setting.ts"

/** What properties and traces see of a protocol's state. Everything is read only when it is looked at. */
export const makeView = (setting: Setting) => {
  const { model, nodes, components, inboxes, slots, clientCount } = setting
  const { value } = components
  const stateOf = (read: Read, index: number): NodeState => value(read(nodeSlot(index))) as NodeState

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
      const get = () => stateOf(read, index).state
      Object.defineProperty(lists[roleName], names[roleName]?.indexOf(id) ?? 0, { enumerable: true, get })
    }
    for (const list of Object.values(lists)) Object.freeze(list)
    return Object.freeze(lists)
  }

  const inFlight = (read: Read) =>
    nodes.flatMap(({ index, id }) =>
      inboxes.envelopes(read(inboxSlot(index))).map((envelope) => {
        const { from, message } = value(envelope) as { from: NodeId; message: unknown }
        return { from, to: id, message }
      }),
    )

  const around = (read: Read) => ({
    nodes: names,
    get network() {
      return inFlight(read)
    },
    get stopped() {
      return nodes.filter(({ index }) => stateOf(read, index).stopped).map(({ id }) => id)
    },
    get clocks() {
      return perRole(({ index }) => stateOf(read, index).clock)
    },
    get world() {
      return value(read(slots.world))
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
    const read: Read = (slot) => state[slot] as number
    return [
      ...nodes.map((node) => nodeLane(read, node)),
      { kind: "network", name: "network", value: inFlight(read) },
      ...(clientCount > 0 ? [{ kind: "clients" as const, name: "clients", value: value(read(slots.clients)) }] : []),
      ...(model.activities ? [{ kind: "world" as const, name: "world", value: value(read(slots.world)) }] : []),
      { kind: "faults", name: "faults", value: value(read(slots.faults)) },
    ]
  }

  return { view: (read: Read): readonly unknown[] => [states(read), around(read)], snapshot }
}
