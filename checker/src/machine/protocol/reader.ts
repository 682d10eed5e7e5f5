import type { ClientStates } from "./clients.ts"
import type { NodeState } from "./reactions.ts"
import type { Setting } from "./setting.ts"

/** What stands in the states of a model. */
export interface Reader {
  /** The component of the node with an index. */
  readonly componentOf: (state: Int32Array, index: number) => number
  readonly nodeOf: (state: Int32Array, node: string) => NodeState
  readonly clientsOf: (state: Int32Array) => ClientStates
}

/** Reads states of a model that somebody follows. */
export const makeReader = ({ components: { value }, cells, indexOf, slots }: Setting): Reader => {
  const componentOf = (state: Int32Array, index: number): number => cells.node(state[index] as number)
  return {
    componentOf,
    nodeOf: (state, node) => value(componentOf(state, indexOf(node))) as NodeState,
    clientsOf: (state) => (slots.clients === -1 ? [] : (value(state[slots.clients] as number) as ClientStates)),
  }
}
