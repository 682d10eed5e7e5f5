import type { AnyModel, Input, NodeId } from "@lockstep/language"
import { handlerName } from "@lockstep/language"
import type { Snapshot } from "../../report.ts"
import { makeComponents } from "../../store/components.ts"
import { makePairs, memoPairs } from "../../store/pairs.ts"
import type { Read } from "../../store/trie.ts"
import type { Machine, Sink } from "../machine.ts"
import { renameValue } from "../renaming.ts"
import { guarded, trouble } from "../trouble.ts"
import { beginning, type ClientEvent, type ClientStates, callName, clientSteps, retriesLeft } from "./clients.ts"
import { kinds, protocolLabel } from "./label.ts"
import { makeInboxes } from "./network.ts"
import { type NodeInfo, nodesOf } from "./nodes.ts"
import { makeReactions, type NodeState, type Reaction } from "./reactions.ts"
import { demandSymmetry, modelPermutations, stateRenamings } from "./symmetry.ts"

/** One alternative of a step in component numbers. */
interface Alternative {
  readonly node: number
  readonly ignored: boolean
  /** Destination and envelope, in turn. */
  readonly sends: readonly number[]
  readonly events: readonly number[]
}

/** One thing that a node can do: its next component, its inbox afterwards (-1: the same), and what follows for others. */
interface Move {
  readonly node: number
  readonly inbox: number
  readonly sends: readonly number[]
  readonly events: readonly number[]
  readonly kind: number
  readonly what: number
}

interface Faults {
  readonly loss: number
  readonly duplication: number
  readonly reordering: number
  readonly crashes: number
}

const faultNames = ["loss", "duplication", "reordering", "crashes"] as const

/** A protocol's model as a machine: two slots for each node, itself and its inbox; one each for clients, world and faults. */
export const protocolMachine = (model: AnyModel): Machine => {
  const components = makeComponents()
  const { intern, value } = components
  const nodes = nodesOf(model)
  const indexOf = new Map<string, number>(nodes.map(({ id, index }) => [id, index]))
  const count = nodes.length
  const clientsSlot = 2 * count
  const worldSlot = clientsSlot + 1
  const faultsSlot = worldSlot + 1
  const layout = { nodes: count, slots: faultsSlot + 1 }
  const network = model.network ?? { kind: "bag" as const }
  if (network.kind === "set" && (network.loss ?? network.duplication ?? network.reordering) !== undefined)
    trouble("bad-model", "network", "of kind `set` loses, duplicates and reorders without budgets")
  const keepsHistory = model.history !== undefined || model.protocol.history !== undefined
  const clientCount = model.observe !== undefined ? count : (model.clients?.length ?? 0)
  const properties = [model.protocol, model]

  const envelopeOf = (from: NodeId, message: unknown): number => intern({ kind: "message", from, message })
  const senderOf = (envelope: number): number => indexOf.get((value(envelope) as { from: string }).from) ?? -1
  const inboxes = makeInboxes(network.kind, components, senderOf)

  const observe = model.observe as ((event: unknown, node: NodeId) => import("@lockstep/language").Observation | null) | undefined
  const reactions = makeReactions(
    nodes,
    components,
    observe &&
      ((event, node) => {
        const what = guarded("observe", event, () => observe(event, node.id))
        return what === null ? undefined : { kind: "observed", client: node.index, what }
      }),
  )
  const permutations = modelPermutations(model, nodes)

  const coverage = new Map<string, { handler: string; fired: number }>()
  for (const { roleName, role } of nodes) {
    const handlers = [
      ...Object.keys(role.on ?? {}).map((name) => `on.${name}`),
      ...Object.keys(role.timers ?? {}).map((name) => `timers.${name}.fire`),
      ...Object.keys(role.calls ?? {}).map((name) => `calls.${name}`),
      ...Object.keys(role.results ?? {}).map((name) => `results.${name}`),
    ]
    for (const name of handlers) coverage.set(`${roleName}.${name}`, { handler: `${roleName}.${name}`, fired: 0 })
  }

  const toAlternative = (node: NodeInfo, reaction: Reaction, handler: string, input: Input): Alternative =>
    guarded(handler, input, () => ({
      node: intern(reaction.node),
      ignored: reaction.ignored,
      sends: reaction.sends.flatMap(({ to, message }) => [indexOf.get(to) ?? -1, envelopeOf(node.id, message)]),
      events: reaction.events.map((event) => intern(event)),
    }))

  const withoutTwins = (alternatives: readonly Alternative[]): Alternative[] => {
    const seen = new Set<string>()
    return alternatives.filter((one) => {
      const key = JSON.stringify(one)
      return seen.has(key) ? false : seen.add(key)
    })
  }

  const react = (node: NodeInfo, before: number, inputId: number): Alternative[] => {
    const input = value(inputId) as Input
    const handler = `${node.roleName}.${handlerName(input)}`
    const found = reactions.react(node, value(before) as NodeState, input)
    const alternatives = withoutTwins(found.map((one) => toAlternative(node, one, handler, input)))
    const covered = coverage.get(handler)
    if (covered !== undefined && alternatives.some(({ ignored }) => !ignored)) covered.fired++
    demandSymmetry(handler, found, permutations, (names) => {
      const twin = nodes[indexOf.get(names.get(node.id) ?? node.id) ?? node.index] ?? node
      return reactions.react(twin, renameValue(value(before), names) as NodeState, renameValue(input, names) as Input)
    })
    return alternatives
  }

  const alternatives: (readonly Alternative[])[] = []
  const known = nodes.map(() => makePairs())
  const reactionTo = (index: number, before: number, input: number): readonly Alternative[] => {
    const table = known[index] as ReturnType<typeof makePairs>
    const found = table.get(before, input)
    if (found !== -1) return alternatives[found] as readonly Alternative[]
    const made = react(nodes[index] as NodeInfo, before, input)
    table.set(before, input, alternatives.push(made) - 1)
    return made
  }

  /** What a node can do by itself: inputs of its running timers and of the results that wait for it. */
  const ownInputs: (readonly number[])[] = []
  const ownInputsOf = memoPairs((index, component) => {
    const node = nodes[index] as NodeInfo
    const state = value(component) as NodeState
    const timers = state.stopped ? [] : reactions.timers(node, state)
    const results = state.stopped ? [] : state.pending.filter(({ answer }) => answer.length > 0)
    const inputs = [
      ...timers.map((timer) => intern({ kind: "timer", timer })),
      ...results.map(({ activity, key, request, answer }) => intern({ kind: "result", activity, key, request, result: answer[0] })),
    ]
    return ownInputs.push(inputs) - 1
  })

  /** Activities that wait for their service: successors of the world and of the node, in turn. */
  const performances: (readonly { world: number; node: number; what: number }[])[] = []
  const performancesOf = memoPairs((component, world) => {
    const state = value(component) as NodeState
    const states = value(world) as { readonly [activity: string]: unknown }
    const made = state.stopped
      ? []
      : state.pending.flatMap((one, at) => {
          if (one.answer.length > 0) return []
          const name = `activities.${one.activity}`
          const service = model.activities?.[one.activity] ?? trouble("no-service", name, "is performed, and the model has no such service")
          const perform = service.perform as unknown as (state: unknown, request: unknown, key: string) => readonly (readonly [unknown, unknown])[]
          const outcomes = guarded(name, one.request, () => perform(states[one.activity], one.request, one.key))
          return outcomes.map(([next, answer]) =>
            guarded(name, one.request, () => ({
              world: intern({ ...states, [one.activity]: next }),
              node: intern({ ...state, pending: state.pending.with(at, { ...one, answer: [answer] }) }),
              what: intern({ activity: one.activity, key: one.key, request: one.request, answer }),
            })),
          )
        })
    return performances.push(made) - 1
  })

  const stepClients = clientSteps(model, keepsHistory)
  const clientsAfter = memoPairs((clients, event) =>
    guarded("clients", undefined, () => intern(stepClients(value(clients) as ClientStates, value(event) as ClientEvent))),
  )

  /** The calls that clients may make: target node, input and event, in turn. */
  const asks: (readonly number[])[] = []
  const asksOf = memoPairs((clients) => {
    const states = value(clients) as ClientStates
    const made = (model.clients ?? []).flatMap((client, index) => {
      const state = states[index]
      const next = client.calls[state?.over ?? 0]
      if (state === undefined || next === undefined || retriesLeft(model, index, state) <= 0) return []
      const role = nodes.filter(({ roleName }) => roleName === client.of)
      const targets = client.at === undefined ? role : role.slice(client.at, client.at + 1)
      return targets.flatMap((node) => {
        const call = callName(index, state.over, state.attempts + 1)
        const input = intern({ kind: "call", name: next[0], argument: next[1], call })
        return [node.index, input, intern({ kind: "ask", client: index, node: node.id })]
      })
    })
    return asks.push(made) - 1
  })

  /** What is left of the budgets after one use; 0, which is the number of the empty inbox, when nothing is. */
  const spent = memoPairs((faults, which) => {
    const left = value(faults) as Faults
    const name = faultNames[which] ?? "loss"
    return left[name] > 0 ? intern({ ...left, [name]: left[name] - 1 }) : 0
  })

  const stoppedOf = memoPairs((component) => intern({ ...(value(component) as NodeState), stopped: true }))
  const isStopped = memoPairs((component) => ((value(component) as NodeState).stopped ? 1 : 0))
  const clockOf = memoPairs((component) => (value(component) as NodeState).clock)
  const ticked = memoPairs((component) => {
    const state = value(component) as NodeState
    return intern({ ...state, clock: state.clock + 1 })
  })
  const recoverInput = intern({ kind: "recover" })
  const crashEvents = nodes.map(({ id }) => intern({ kind: "crash", node: id }))
  const mayCrash = nodes.map(({ roleName }) => model.crashes !== undefined && (model.crashes.of ?? [roleName]).includes(roleName))

  const applyEvents = (sink: Sink, events: readonly number[]): void => {
    if (clientCount === 0) return
    for (let i = 0; i < events.length; i++) sink.set(clientsSlot, clientsAfter(sink.get(clientsSlot), events[i] as number))
  }

  const apply = (sink: Sink, index: number, one: Alternative): void => {
    sink.set(2 * index, one.node)
    const { sends } = one
    for (let at = 0; at < sends.length; at += 2) {
      const slot = 2 * (sends[at] as number) + 1
      sink.set(slot, inboxes.add(sink.get(slot), sends[at + 1] as number))
    }
    applyEvents(sink, one.events)
  }

  const consumes = network.kind !== "set"
  const keepsIgnored = network.kind !== "fifo"

  /** Delivers an envelope; `charge` is the budget that it costs, or -1; `stays` leaves a copy. */
  const deliver = (state: Int32Array, sink: Sink, index: number, envelope: number, kind: number, charge: number, stays: boolean): void => {
    const faults = charge === -1 ? 0 : spent(state[faultsSlot] as number, charge)
    const all = reactionTo(index, state[2 * index] as number, envelope)
    for (let k = 0; k < all.length; k++) {
      const one = all[k] as Alternative
      if (one.ignored && keepsIgnored) continue
      if (charge !== -1) sink.set(faultsSlot, faults)
      const slot = 2 * index + 1
      if (!stays) sink.set(slot, inboxes.remove(state[slot] as number, envelope))
      apply(sink, index, one)
      sink.commit(kind, index, envelope)
    }
  }

  /** Fault deliveries cost budgets, so they are not among a node's own moves. */
  const expandFaultyDeliveries = (state: Int32Array, sink: Sink, index: number): void => {
    const inbox = state[2 * index + 1] as number
    const faults = state[faultsSlot] as number
    if (spent(faults, 1) !== 0)
      for (const envelope of inboxes.offered(inbox)) deliver(state, sink, index, envelope, kinds.duplicate, 1, true)
    if (spent(faults, 2) !== 0)
      for (const envelope of inboxes.overtaking(inbox)) deliver(state, sink, index, envelope, kinds.overtake, 2, false)
  }

  const expandLosses = (state: Int32Array, sink: Sink, index: number): void => {
    const inbox = state[2 * index + 1] as number
    const faults = spent(state[faultsSlot] as number, 0)
    if (faults === 0) return
    for (const envelope of inboxes.distinct(inbox)) {
      sink.set(faultsSlot, faults)
      sink.set(2 * index + 1, inboxes.remove(inbox, envelope))
      sink.commit(kinds.loss, index, envelope)
    }
  }
  const hasMessageFaults = [network.loss, network.duplication, network.reordering].some((budget) => (budget ?? 0) > 0)

  const timersAndResults = (index: number, component: number): Move[] =>
    (ownInputs[ownInputsOf(index, component)] as readonly number[]).flatMap((what) =>
      reactionTo(index, component, what).map(({ node, sends, events }) => ({ node, inbox: -1, sends, events, kind: kinds.own, what })),
    )

  const deliveries = (index: number, component: number, inbox: number): Move[] =>
    inboxes.offered(inbox).flatMap((what) =>
      reactionTo(index, component, what)
        .filter(({ ignored }) => !(ignored && keepsIgnored))
        .map(({ node, sends, events }) => ({
          node,
          inbox: consumes ? inboxes.remove(inbox, what) : -1,
          sends,
          events,
          kind: kinds.message,
          what,
        })),
    )

  /** All that a node can do with what is in its inbox: computed once for each pair, for every node apart. */
  const moves: (readonly Move[])[] = []
  const knownMoves = nodes.map(({ index }) =>
    memoPairs((component, inbox) => moves.push([...timersAndResults(index, component), ...deliveries(index, component, inbox)]) - 1),
  )

  const expandMoves = (state: Int32Array, sink: Sink, index: number): void => {
    const movesOf = knownMoves[index] as (component: number, inbox: number) => number
    const all = moves[movesOf(state[2 * index] as number, state[2 * index + 1] as number)] as readonly Move[]
    for (let k = 0; k < all.length; k++) {
      const move = all[k] as Move
      sink.set(2 * index, move.node)
      if (move.inbox !== -1) sink.set(2 * index + 1, move.inbox)
      const { sends, events } = move
      for (let at = 0; at < sends.length; at += 2) {
        const slot = 2 * (sends[at] as number) + 1
        sink.set(slot, inboxes.add(sink.get(slot), sends[at + 1] as number))
      }
      if (events.length > 0) applyEvents(sink, events)
      sink.commit(move.kind, index, move.what)
    }
  }

  const expandActivities = (state: Int32Array, sink: Sink, index: number): void => {
    const made = performances[performancesOf(state[2 * index] as number, state[worldSlot] as number)]
    for (const { world, node, what } of made ?? []) {
      sink.set(worldSlot, world)
      sink.set(2 * index, node)
      sink.commit(kinds.perform, index, what)
    }
  }

  const expandCrash = (state: Int32Array, sink: Sink, index: number): void => {
    const faults = spent(state[faultsSlot] as number, 3)
    if (faults === 0) return
    if (model.crashes?.then === "stop") {
      sink.set(faultsSlot, faults)
      sink.set(2 * index, stoppedOf(state[2 * index] as number, 0))
      applyEvents(sink, [crashEvents[index] as number])
      sink.commit(kinds.stop, index, 0)
      return
    }
    for (const one of reactionTo(index, state[2 * index] as number, recoverInput)) {
      sink.set(faultsSlot, faults)
      apply(sink, index, one)
      sink.commit(kinds.crash, index, 0)
    }
  }

  const clocks = model.clocks
  const slowestClock = (state: Int32Array): number => {
    let slowest = Number.MAX_SAFE_INTEGER
    for (let i = 0; i < count; i++) if (isStopped(state[2 * i] as number, 0) === 0) slowest = Math.min(slowest, clockOf(state[2 * i] as number, 0))
    return slowest
  }
  const expandTick = (state: Int32Array, sink: Sink, index: number, slowest: number): void => {
    const clock = clockOf(state[2 * index] as number, 0)
    if (clocks === undefined || clock >= clocks.until || clock + 1 - slowest > clocks.skew) return
    sink.set(2 * index, ticked(state[2 * index] as number, 0))
    sink.commit(kinds.tick, index, 0)
  }

  const expandClients = (state: Int32Array, sink: Sink): void => {
    const made = asks[asksOf(state[clientsSlot] as number, 0)] as readonly number[]
    for (let at = 0; at < made.length; at += 3) {
      const index = made[at] as number
      const component = state[2 * index] as number
      if (isStopped(component, 0) === 1) continue
      for (const one of reactionTo(index, component, made[at + 1] as number)) {
        sink.set(clientsSlot, clientsAfter(state[clientsSlot] as number, made[at + 2] as number))
        apply(sink, index, one)
        sink.commit(kinds.call, index, made[at + 1] as number)
      }
    }
  }

  const mayStop = model.crashes?.then === "stop"
  const hasActivities = nodes.some(({ role }) => role.results !== undefined)
  const hasWorkload = (model.clients?.length ?? 0) > 0
  const losesMessages = (network.loss ?? 0) > 0

  const expand = (state: Int32Array, sink: Sink): void => {
    const slowest = clocks === undefined ? 0 : slowestClock(state)
    for (let index = 0; index < count; index++) {
      if (mayStop && isStopped(state[2 * index] as number, 0) === 1) {
        if (losesMessages) expandLosses(state, sink, index)
        continue
      }
      expandMoves(state, sink, index)
      if (hasMessageFaults) expandFaultyDeliveries(state, sink, index)
      if (losesMessages) expandLosses(state, sink, index)
      if (hasActivities) expandActivities(state, sink, index)
      if (mayCrash[index]) expandCrash(state, sink, index)
      if (clocks !== undefined) expandTick(state, sink, index, slowest)
    }
    if (hasWorkload) expandClients(state, sink)
  }

  const initial = (): Int32Array[] => {
    const begun = new Int32Array(layout.slots).fill(inboxes.empty)
    begun[clientsSlot] = intern(beginning(clientCount))
    begun[worldSlot] = intern(
      Object.fromEntries(Object.entries(model.activities ?? {}).map(([name, service]) => [name, service.initial])),
    )
    begun[faultsSlot] = intern({
      loss: network.loss ?? 0,
      duplication: network.duplication ?? 0,
      reordering: network.reordering ?? 0,
      crashes: model.crashes?.budget ?? 0,
    } satisfies Faults)
    for (const node of nodes) begun[2 * node.index] = intern(reactions.begin(node))
    return nodes.reduce<Int32Array[]>((states, node) => states.flatMap((state) => started(state, node)), [begun])
  }

  const started = (state: Int32Array, node: NodeInfo): Int32Array[] =>
    reactionTo(node.index, state[2 * node.index] as number, intern({ kind: "start" })).map((one) => {
      const next = state.slice()
      const sink: Sink = {
        get: (slot) => next[slot] as number,
        set: (slot, component) => {
          next[slot] = component
        },
        commit: () => {},
      }
      apply(sink, node.index, one)
      return next
    })

  const nodeState = (component: number): NodeState => value(component) as NodeState
  const stoppedSlots = (read: Read) => nodes.filter(({ index }) => nodeState(read(2 * index)).stopped)

  const inFlight = (read: Read) =>
    nodes.flatMap(({ index, id }) =>
      inboxes.envelopes(read(2 * index + 1)).map((envelope) => {
        const { from, message } = value(envelope) as { from: NodeId; message: unknown }
        return { from, to: id, message }
      }),
    )

  const perRole = <Item>(item: (node: NodeInfo) => Item): { [role: string]: Item[] } => {
    const lists: { [role: string]: Item[] } = {}
    for (const role of Object.keys(model.protocol.roles)) lists[role] = []
    for (const node of nodes) lists[node.roleName]?.push(item(node))
    return lists
  }

  /** Lists whose items are read only when they are looked at, so that a property is remembered by what it needed. */
  const lazyStates = (read: Read): object => {
    const lists = perRole(() => null as unknown)
    const position: { [role: string]: number } = {}
    for (const { roleName, index } of nodes) {
      const at = position[roleName] ?? 0
      position[roleName] = at + 1
      Object.defineProperty(lists[roleName], at, { enumerable: true, get: () => nodeState(read(2 * index)).state })
    }
    for (const list of Object.values(lists)) Object.freeze(list)
    return Object.freeze(lists)
  }

  const nodeNames = perRole(({ id }) => id)

  return {
    slots: layout.slots,
    components,
    initial,
    expand,
    view: (read) => [
      lazyStates(read),
      {
        nodes: nodeNames,
        get network() {
          return inFlight(read)
        },
        get stopped() {
          return stoppedSlots(read).map(({ id }) => id)
        },
        get clocks() {
          return perRole(({ index }) => nodeState(read(2 * index)).clock)
        },
        get world() {
          return value(read(worldSlot))
        },
      },
    ],
    properties,
    within: model.within as ((...view: never) => boolean) | undefined,
    renamings: stateRenamings(permutations, nodes, layout, components, inboxes),
    snapshot: (state): Snapshot => [
      ...nodes.map(({ id, index }) => {
        const { state: own, clock, stopped, pending } = nodeState(state[2 * index] as number)
        const extras = { ...(clocks && { clock }), ...(stopped && { stopped }), ...(pending.length > 0 && { pending }) }
        return { kind: "node" as const, name: id, value: { ...own, ...extras } }
      }),
      { kind: "network", name: "network", value: inFlight((slot) => state[slot] as number) },
      ...(clientCount > 0 ? [{ kind: "clients" as const, name: "clients", value: value(state[clientsSlot] as number) }] : []),
      ...(model.activities ? [{ kind: "world" as const, name: "world", value: value(state[worldSlot] as number) }] : []),
      { kind: "faults", name: "faults", value: value(state[faultsSlot] as number) },
    ],
    label: protocolLabel(nodes, components),
    coverage: () => [...coverage.values()],
    handlerRuns: reactions.runs,
    bytes: () => components.bytes() + known.reduce((sum, table) => sum + table.bytes(), 0),
    running: reactions.running,
    historySlot: clientsSlot,
  }
}
