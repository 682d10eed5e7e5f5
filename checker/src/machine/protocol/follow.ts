import { type AnyModel, type AnyState, equal, type Input } from "@lockstep/language"
import type { PropertyKind, StepLabel } from "../../report.ts"
import { bindProperties, type StateProperty } from "../../property/properties.ts"
import { makeLast } from "../../store/last.ts"
import type { Machine, Sink } from "../machine.ts"
import { type ClientState, type ClientStates, callName, retriesLeft } from "./clients.ts"
import { assembleProtocol } from "./index.ts"
import { kinds, labelOf } from "./label.ts"
import { applyEffects } from "./moves.ts"
import type { NodeInfo } from "./nodes.ts"
import type { NodeState, PendingActivity } from "./reactions.ts"
import type { Alternative } from "./transitions.ts"

/** Something that has happened outside of the checker, in the words of a protocol's model. */
export type Happening =
  | {
      readonly kind: "message"
      readonly node: string
      readonly from: string
      readonly message: unknown
      readonly stays: boolean
    }
  | { readonly kind: "loss"; readonly node: string; readonly from: string; readonly message: unknown }
  | { readonly kind: "timer"; readonly node: string; readonly timer: string }
  | { readonly kind: "call"; readonly node: string; readonly client: number }
  | { readonly kind: "perform"; readonly node: string; readonly activity: string; readonly key: string }
  | { readonly kind: "result"; readonly node: string; readonly activity: string; readonly key: string }
  | { readonly kind: "crash" | "stop" | "tick"; readonly node: string }

/** A state that a happening may lead to. */
export interface Followed {
  readonly state: Int32Array
  /** Put into words only when somebody asks. */
  readonly label: StepLabel
  /** The handler that ran, by the name under which it is counted. */
  readonly handler: string | undefined
  /** The node took the input, and it made no difference to it. */
  readonly ignored: boolean
}

/** A property that does not hold. */
export interface Broken {
  readonly kind: PropertyKind
  readonly name: string
}

/** Something that holds in a state or does not. */
interface Tested {
  readonly name: string
  readonly holds: (state: Int32Array) => boolean
}

/** Walks through a protocol's model, one happening after the other. Budgets and bounds are not its affair. */
export interface Follower {
  readonly machine: Machine
  readonly nodes: readonly NodeInfo[]
  /** Where a walk begins; the states of the one before mean nothing any more. */
  readonly beginnings: () => readonly Int32Array[]
  /** The walk is here: unless all states are kept, those behind may mean nothing any more. */
  readonly at: (state: Int32Array) => void
  /** All states that a happening may lead to: none if the model has no such step. */
  readonly after: (state: Int32Array, happening: Happening) => readonly Followed[]
  readonly stateOf: (state: Int32Array, node: string) => AnyState
  readonly clockOf: (state: Int32Array, node: string) => number
  readonly pendingOf: (state: Int32Array, node: string) => readonly PendingActivity[]
  readonly timersOf: (state: Int32Array, node: string) => readonly string[]
  readonly clientsOf: (state: Int32Array) => ClientStates
  /** The name of the call that a client would make now; `undefined` when it has none to make. */
  readonly nextCall: (state: Int32Array, client: number) => string | undefined
  /** The first property that a beginning, or a step, breaks. */
  readonly broken: (before: Int32Array | undefined, after: Int32Array) => Broken | undefined
  readonly goals: readonly Tested[]
  /** What must hold where nothing can happen. */
  readonly ends: readonly Tested[]
}

/** A step, which is put into words only when somebody asks. */
const stepTo = (state: Int32Array, node: NodeInfo, kind: number, what: unknown, one?: Alternative): Followed => ({
  state,
  handler: one?.handler,
  ignored: one?.ignored ?? false,
  get label() {
    return labelOf(node, kind, what)
  },
})

const noClient: ClientState = { over: 0, attempts: 0, open: [], flight: null, answered: [] }

const tested = ({ name, trie }: StateProperty): Tested => ({ name, holds: (state) => trie.evaluate(state) === 1 })

/** A follower of a model, which keeps all states of a walk for who asks about them later, or only the last. */
export const followModel = (model: AnyModel, keepsAll = false): Follower => {
  const { machine, setting, transitions, events, services } = assembleProtocol(model, undefined, true)
  const { nodes, components, cells, inboxes, indexOf, slots, fleeting } = setting
  const { intern, value } = components
  const keep = fleeting?.add ?? intern
  const { reactionTo, reactions } = transitions
  const properties = bindProperties(machine, makeLast)
  const recover = intern({ kind: "recover" })
  const kind = model.network?.kind ?? "bag"

  const componentOf = (state: Int32Array, index: number): number => cells.node(state[index] as number)
  const nodeOf = (state: Int32Array, node: string): NodeState => value(componentOf(state, indexOf(node))) as NodeState
  const clientsOf = (state: Int32Array): ClientStates =>
    slots.clients === -1 ? [] : (value(state[slots.clients] as number) as ClientStates)

  let made = new Int32Array(0)
  const sink: Sink = {
    get: (slot) => made[slot] as number,
    set: (slot, component) => void (made[slot] = component),
    commit: () => undefined,
  }
  const sinkInto = (state: Int32Array<ArrayBuffer>): Sink => {
    made = state
    return sink
  }

  /** The successor in which a node has reacted, and is left with what waits in its inbox. */
  const reacted = (
    state: Int32Array,
    node: NodeInfo,
    [kind, what]: readonly [kind: number, what: unknown],
    inbox: number,
    one: Alternative,
    before: readonly number[] = [],
  ): Followed => {
    const next = state.slice()
    const sink = sinkInto(next)
    events.apply(sink, before)
    next[node.index] = cells.of(node.index, one.node, inbox)
    applyEffects(setting, events, sink, one)
    return stepTo(next, node, kind, what, one)
  }

  const own = (
    state: Int32Array,
    node: NodeInfo,
    input: Input,
    kind: number,
    before: readonly number[] = [],
  ): readonly Followed[] => {
    const cell = state[node.index] as number
    const inbox = cells.inbox(cell)
    return reactionTo(node.index, cells.node(cell), keep(input)).map((one) =>
      reacted(state, node, [kind, input], inbox, one, before),
    )
  }

  /** The oldest of a node's messages that is like this one. */
  const waiting = (state: Int32Array, index: number, from: string, message: unknown): number | undefined =>
    inboxes.envelopes(cells.inbox(state[index] as number)).find((envelope) => {
      const held = value(envelope) as { readonly from: string; readonly message: unknown }
      return held.from === from && equal(held.message, message)
    })

  const taken = (state: Int32Array, index: number, envelope: number): number =>
    inboxes.without(cells.inbox(state[index] as number), envelope) ?? inboxes.empty

  /** The successor in which a message is gone, and the alternative in which its receiver has passed it over, if it was heard. */
  const lose = (state: Int32Array, node: NodeInfo, envelope: number, one?: Alternative): Followed => {
    const { index } = node
    if (kind === "set") return stepTo(state, node, kinds.loss, value(envelope), one)
    const next = state.slice()
    next[index] = cells.withInbox(state[index] as number, taken(state, index, envelope))
    return stepTo(next, node, kinds.loss, value(envelope), one)
  }

  /** A message that makes no difference is no step where messages have no order: who has heard it all the same has lost it. */
  const deliver = (state: Int32Array, node: NodeInfo, envelope: number, stays: boolean): readonly Followed[] => {
    const { index } = node
    const cell = state[index] as number
    const how = stays && kind !== "set" ? kinds.duplicate : kinds.message
    const inbox = stays || kind === "set" ? cells.inbox(cell) : taken(state, index, envelope)
    return reactionTo(index, cells.node(cell), envelope).map((one) => {
      if (!one.ignored || kind === "fifo") return reacted(state, node, [how, value(envelope)], inbox, one)
      return stays ? stepTo(state, node, how, value(envelope), one) : lose(state, node, envelope, one)
    })
  }

  const fire = (state: Int32Array, node: NodeInfo, timer: string): readonly Followed[] =>
    reactions.timers(node, nodeOf(state, node.id)).includes(timer)
      ? own(state, node, { kind: "timer", timer }, kinds.own)
      : []

  const nextCall = (state: Int32Array, client: number): string | undefined => {
    const own = clientsOf(state)[client] ?? noClient
    const next = model.clients?.[client]?.calls[own.over]
    if (next === undefined || retriesLeft(model, client, own) <= 0) return undefined
    return callName(client, own.over, own.attempts + 1)
  }

  const call = (state: Int32Array, node: NodeInfo, client: number): readonly Followed[] => {
    const name = nextCall(state, client)
    const asked = model.clients?.[client]?.calls[clientsOf(state)[client]?.over ?? 0]
    if (name === undefined || asked === undefined) return []
    const input: Input = { kind: "call", name: asked[0], argument: asked[1], call: name as never }
    return own(state, node, input, kinds.call, [intern({ kind: "ask", client, node: node.id })])
  }

  const perform = (state: Int32Array, node: NodeInfo, activity: string, key: string): readonly Followed[] => {
    const { index } = node
    const cell = state[index] as number
    return services
      .performances(cells.node(cell), state[slots.world] as number)
      .flatMap(({ world, node: after, what }) => {
        const performed = value(what) as PendingActivity
        if (performed.activity !== activity || performed.key !== key) return []
        const next = state.slice()
        next[slots.world] = world
        next[index] = cells.withNode(cell, after)
        return [stepTo(next, node, kinds.perform, performed)]
      })
  }

  const result = (state: Int32Array, node: NodeInfo, activity: string, key: string): readonly Followed[] => {
    const found = nodeOf(state, node.id).pending.find((one) => one.activity === activity && one.key === key)
    if (found === undefined || found.answer.length === 0) return []
    const input: Input = { kind: "result", activity, key, request: found.request, result: found.answer[0] }
    return own(state, node, input, kinds.own)
  }

  const changed = (
    state: Int32Array,
    node: NodeInfo,
    kind: number,
    change: Partial<NodeState>,
    said: readonly number[],
  ): readonly Followed[] => {
    const next = state.slice()
    const cell = state[node.index] as number
    next[node.index] = cells.withNode(cell, keep({ ...nodeOf(state, node.id), ...change }))
    events.apply(sinkInto(next), said)
    return [stepTo(next, node, kind, undefined)]
  }

  const crash = (state: Int32Array, node: NodeInfo): readonly Followed[] => {
    const cell = state[node.index] as number
    const inbox = cells.inbox(cell)
    return reactionTo(node.index, cells.node(cell), recover).map((one) =>
      reacted(state, node, [kinds.crash, undefined], inbox, one),
    )
  }

  const withEnvelope = (
    state: Int32Array,
    node: NodeInfo,
    { from, message }: { readonly from: string; readonly message: unknown },
    run: (envelope: number) => readonly Followed[],
  ): readonly Followed[] => {
    const envelope = waiting(state, node.index, from, message)
    return envelope === undefined ? [] : run(envelope)
  }

  const after = (state: Int32Array, happening: Happening): readonly Followed[] => {
    const node = nodes[indexOf(happening.node)]
    if (node === undefined) return []
    switch (happening.kind) {
      case "message":
        return withEnvelope(state, node, happening, (envelope) => deliver(state, node, envelope, happening.stays))
      case "loss":
        return withEnvelope(state, node, happening, (envelope) => [lose(state, node, envelope)])
      case "timer":
        return fire(state, node, happening.timer)
      case "call":
        return call(state, node, happening.client)
      case "perform":
        return perform(state, node, happening.activity, happening.key)
      case "result":
        return result(state, node, happening.activity, happening.key)
      case "crash":
        return crash(state, node)
      case "stop":
        return changed(state, node, kinds.stop, { stopped: true }, [intern({ kind: "crash", node: node.id })])
      case "tick":
        return changed(state, node, kinds.tick, { clock: nodeOf(state, node.id).clock + 1 }, [])
    }
  }

  /** The numbers of all that a state is made of. */
  const partsOf = (state: Int32Array): readonly number[] =>
    nodes.flatMap(({ index }) => {
      const cell = state[index] as number
      const inbox = cells.inbox(cell)
      return [cell, cells.node(cell), inbox, ...inboxes.envelopes(inbox)]
    })

  const both = new Int32Array(2 * machine.slots)
  const first = [...properties.invariants, ...properties.beginnings]
  const broken = (before: Int32Array | undefined, next: Int32Array): Broken | undefined => {
    const state = (before === undefined ? first : properties.invariants).find(({ trie }) => trie.evaluate(next) === 0)
    if (state !== undefined || before === undefined) return state
    both.set(before)
    both.set(next, machine.slots)
    return properties.steps.find(({ trie }) => trie.evaluate(both) === 0)
  }

  return {
    machine,
    nodes,
    beginnings() {
      fleeting?.forget()
      const states = [...machine.initial()]
      fleeting?.settle()
      return states
    },
    at: (state) => {
      if (!keepsAll) fleeting?.keepOnly(() => partsOf(state))
    },
    after,
    stateOf: (state, node) => nodeOf(state, node).state,
    clockOf: (state, node) => nodeOf(state, node).clock,
    pendingOf: (state, node) => nodeOf(state, node).pending,
    timersOf: (state, node) => reactions.timers(nodes[indexOf(node)] as NodeInfo, nodeOf(state, node)),
    clientsOf,
    nextCall,
    broken,
    goals: properties.goals.map(tested),
    ends: properties.ends.map(tested),
  }
}
