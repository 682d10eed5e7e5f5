import type { AnyModel, AnyState } from "@lockstep/language"
import type { Told } from "../../report.ts"
import { bindProperties, type StateProperty } from "../../property/properties.ts"
import { makeLast } from "../../store/last.ts"
import type { Machine, Sink } from "../machine.ts"
import type { ClientStates } from "./clients.ts"
import { fieldwise } from "./fields.ts"
import { assembleProtocol } from "./index.ts"
import { type Followed, Step } from "./followed.ts"
import type { Happening } from "./happening.ts"
import { type Broken, judging } from "./judging.ts"
import { kinds } from "./label.ts"
import { applyEffects } from "./moves.ts"
import type { NodeInfo } from "./nodes.ts"
import type { NodeState, PendingActivity } from "./reactions.ts"
import { makeReader } from "./reader.ts"
import { makeTakings, type Taking } from "./takings.ts"
import { type Alternative, earlyWays } from "./transitions.ts"

/** Something that holds in a state or does not, by the name of its property. */
interface Condition {
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
  /** What the handler of a step said to the application. */
  readonly told: (before: Int32Array, followed: Followed) => readonly Told[]
  readonly stateOf: (state: Int32Array, node: string) => AnyState
  readonly clockOf: (state: Int32Array, node: string) => number
  readonly pendingOf: (state: Int32Array, node: string) => readonly PendingActivity[]
  readonly timersOf: (state: Int32Array, node: string) => readonly string[]
  readonly clientsOf: (state: Int32Array) => ClientStates
  /** The name of the call that a client would make now; `undefined` when it has none to make. */
  readonly nextCall: (state: Int32Array, client: number) => string | undefined
  /** The first property that a beginning, or a step, breaks. */
  readonly broken: (before: Int32Array | undefined, after: Int32Array) => Broken | undefined
  readonly goals: readonly Condition[]
  /** What must hold where nothing can happen. */
  readonly ends: readonly Condition[]
}

const none: readonly number[] = []

const conditionOf = ({ name, trie }: StateProperty): Condition => ({
  name,
  holds: (state) => trie.evaluate(state) === 1,
})

/** A follower of a model, which keeps all states of a walk for who asks about them later, or only the last. */
export const followModel = (model: AnyModel, keepsAll = false): Follower => {
  const { machine, setting, transitions, events, services, ran } = assembleProtocol(model, undefined, true)
  const { nodes, components, cells, inboxes, indexOf, slots, fleeting, keep } = setting
  const { intern, value } = components
  const { reactionTo, reactions } = transitions
  const seen = fieldwise(setting, machine)
  const properties = bindProperties(machine, makeLast, seen)
  const recover = intern({ kind: "recover" })
  const network = model.network?.kind ?? "bag"
  const reader = makeReader(setting)
  const { componentOf, nodeOf, clientsOf } = reader
  const takings = makeTakings(model, setting, reader, reactions.timers)

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

  /** The successor in which a node has reacted to what it took; of what a crash has cut short, only what was sent early is left. */
  const reacted = (
    state: Int32Array,
    node: NodeInfo,
    { kind, what, inbox, asked }: Omit<Taking, "input">,
    one: Alternative,
    early: readonly number[] = none,
  ): Followed => {
    const next = state.slice()
    const sink = sinkInto(next)
    for (const event of asked) events.tell(sink, event)
    next[node.index] = cells.of(node.index, one.node, inbox)
    if (early.length > 0) applyEffects(setting, events, sink, { sends: early, events: none })
    applyEffects(setting, events, sink, one)
    return new Step(next, node, kind, what, one)
  }

  /** The successor in which a message is gone, and the alternative in which its receiver has passed it over, if it was heard. */
  const lose = (state: Int32Array, node: NodeInfo, envelope: number, one?: Alternative): Followed => {
    const { index } = node
    if (network === "set") return new Step(state, node, kinds.loss, value(envelope), one)
    const next = state.slice()
    next[index] = cells.withInbox(state[index] as number, takings.taken(state, index, envelope))
    return new Step(next, node, kinds.loss, value(envelope), one)
  }

  /** A message that makes no difference is no step where messages have no order: who has heard it all the same has lost it. */
  const deliver = (
    state: Int32Array,
    node: NodeInfo,
    happening: Extract<Happening, { kind: "message" }>,
  ): readonly Followed[] => {
    const taking = takings.of(state, node, happening)
    if (taking === undefined) return []
    const { kind, what, input } = taking
    return reactionTo(node.index, componentOf(state, node.index), input).map((one) => {
      if (!one.ignored || network === "fifo") return reacted(state, node, taking, one)
      return happening.stays ? new Step(state, node, kind, what, one) : lose(state, node, input, one)
    })
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
        return [new Step(next, node, kinds.perform, performed)]
      })
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
    for (const event of said) events.tell(sinkInto(next), event)
    return [new Step(next, node, kind, undefined)]
  }

  const crash = (state: Int32Array, node: NodeInfo): readonly Followed[] => {
    const taking = { kind: kinds.crash, what: undefined, inbox: cells.inbox(state[node.index] as number), asked: none }
    return reactionTo(node.index, componentOf(state, node.index), recover).map((one) =>
      reacted(state, node, taking, one),
    )
  }

  const react = (state: Int32Array, node: NodeInfo, happening: Happening): readonly Followed[] => {
    const taking = takings.of(state, node, happening)
    if (taking === undefined) return []
    return reactionTo(node.index, componentOf(state, node.index), taking.input).map((one) =>
      reacted(state, node, taking, one),
    )
  }

  const interrupt = (state: Int32Array, node: NodeInfo, during: Happening): readonly Followed[] => {
    const taking = takings.of(state, node, during)
    if (taking === undefined) return []
    const cut = { ...taking, kind: kinds.interruption }
    const before = componentOf(state, node.index)
    const crashed = reactionTo(node.index, before, recover)
    return earlyWays(reactionTo(node.index, before, taking.input)).flatMap((early) =>
      crashed.map((one) => reacted(state, node, cut, one, early)),
    )
  }

  const after = (state: Int32Array, happening: Happening): readonly Followed[] => {
    const node = nodes[indexOf(happening.node)]
    if (node === undefined) return []
    switch (happening.kind) {
      case "message":
        return deliver(state, node, happening)
      case "loss": {
        const envelope = takings.waiting(state, node.index, happening.from, happening.message)
        return envelope === undefined ? [] : [lose(state, node, envelope)]
      }
      case "perform":
        return perform(state, node, happening.activity, happening.key)
      case "crash":
        return crash(state, node)
      case "interruption":
        return interrupt(state, node, happening.during)
      case "stop":
        return changed(state, node, kinds.stop, { stopped: true }, [keep({ kind: "crash", node: node.id })])
      case "tick":
        return changed(state, node, kinds.tick, { clock: nodeOf(state, node.id).clock + 1 }, [])
      default:
        return react(state, node, happening)
    }
  }

  /** The numbers of all that a state is made of. */
  const partsOf = (state: Int32Array): readonly number[] => [
    ...state,
    ...nodes.flatMap(({ index }) => {
      const cell = state[index] as number
      const inbox = cells.inbox(cell)
      return [cells.node(cell), inbox, ...inboxes.envelopes(inbox)]
    }),
  ]

  let begun: readonly Int32Array[] | undefined
  const begin = (): readonly Int32Array[] => {
    const states = [...machine.initial()]
    fleeting?.settle()
    return states
  }

  return {
    machine,
    nodes,
    beginnings() {
      fleeting?.forget()
      return (begun ??= begin())
    },
    at: (state) => {
      if (!keepsAll) fleeting?.keepOnly(() => partsOf(state))
    },
    after,
    told: (before, { happened, state }) => ran(before, happened, state)?.told ?? [],
    stateOf: (state, node) => nodeOf(state, node).state,
    clockOf: (state, node) => nodeOf(state, node).clock,
    pendingOf: (state, node) => nodeOf(state, node).pending,
    timersOf: (state, node) => reactions.timers(nodes[indexOf(node)] as NodeInfo, nodeOf(state, node)),
    clientsOf,
    nextCall: takings.nextCall,
    broken: judging(properties, seen),
    goals: properties.goals.map(conditionOf),
    ends: properties.ends.map(conditionOf),
  }
}
