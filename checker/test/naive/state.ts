import type { AnyState, NodeId, Tagged } from "@lockstep/language"

export interface Activity {
  readonly activity: string
  readonly key: string
  readonly request: unknown
  /** What the service said, when it has performed and the node has not heard of it. */
  readonly answer: { readonly value: unknown } | null
}

export interface Node {
  readonly role: string
  readonly state: AnyState
  readonly clock: number
  readonly stopped: boolean
  readonly activities: readonly Activity[]
}

export interface Message {
  readonly from: NodeId
  readonly to: NodeId
  readonly message: Tagged
}

/** The call of a client that is not over. */
export interface Operation {
  /** How often it has been asked, the first time included. */
  readonly attempts: number
  /** Where each attempt that may still be answered was asked. */
  readonly open: readonly { readonly attempt: number; readonly node: NodeId }[]
  /** Whether, for all that is known, a crash came after an attempt had its effect. */
  readonly doubtful: boolean
}

export interface Client {
  readonly over: number
  readonly operation: Operation | null
}

/** How many operations of each other client had been answered. */
export type Seen = { readonly [client: string]: number }

export interface Begun {
  readonly call: string
  readonly argument: unknown
  readonly seen: Seen
}

export interface Answered extends Begun {
  readonly answer: unknown
}

/** What a history knows of one client. */
export interface Story {
  readonly answered: readonly Answered[]
  readonly open: Begun | null
}

export type History = { readonly [client: string]: Story }

export interface Budgets {
  readonly loss: number
  readonly duplication: number
  readonly reordering: number
  readonly crashes: number
}

/** A whole state of a protocol, in plain data. */
export interface Global {
  readonly nodes: { readonly [name: string]: Node }
  readonly network: readonly Message[]
  readonly clients: readonly Client[]
  readonly world: { readonly [activity: string]: unknown }
  readonly budgets: Budgets
  /** Absent when no property asks for it. */
  readonly history: History | null
}

/** Takes one from a budget. */
export const spend = (state: Global, budget: keyof Budgets): Global => ({
  ...state,
  budgets: { ...state.budgets, [budget]: state.budgets[budget] - 1 },
})

/** Puts a node into a state with some of its parts changed. */
export const withNode = (state: Global, name: string, change: Partial<Node>): Global => ({
  ...state,
  nodes: { ...state.nodes, [name]: { ...nodeOf(state, name), ...change } },
})

/** The node of a name that must exist. */
export const nodeOf = (state: Global, name: string): Node => {
  const node = state.nodes[name]
  if (node === undefined) throw new Error(`there is no node ${name}`)
  return node
}

/** The names of the nodes that can act, in their order. */
export const living = (state: Global): readonly NodeId[] =>
  Object.entries(state.nodes)
    .filter(([, node]) => !node.stopped)
    .map(([name]) => name as NodeId)
