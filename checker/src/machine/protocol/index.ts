import type { AnyModel } from "@lockstep/language"
import type { Common } from "../common.ts"
import type { Machine, Sink } from "../machine.ts"
import { makeRenamingTables } from "../renaming.ts"
import { type Events, makeCalls, makeEvents } from "./calls.ts"
import { beginning } from "./clients.ts"
import { makeClocks } from "./clocks.ts"
import { allBudgets, makeFaults } from "./faults.ts"
import { type Happened, labelOf } from "./label.ts"
import { applyEffects, makeMoves } from "./moves.ts"
import type { NodeInfo } from "./nodes.ts"
import { type FindRan, makeRan } from "./ran.ts"
import type { NodeState } from "./reactions.ts"
import { makeRows } from "./rows.ts"
import { makeServices, type Services } from "./services.ts"
import { makeSetting, type Setting } from "./setting.ts"
import { modelPermutations, stateRenamings } from "./symmetry.ts"
import { makeTransitions, type Transitions } from "./transitions.ts"
import { makeView } from "./view.ts"

/** A sink that writes into one state. */
const sinkInto = (state: Int32Array): Sink => ({
  get: (slot) => state[slot] as number,
  set: (slot, component) => {
    state[slot] = component
  },
  commit: () => {},
})

/** A protocol's model as a machine, and the parts that it is made of. */
export interface Assembly {
  readonly machine: Machine
  readonly setting: Setting
  readonly transitions: Transitions
  readonly events: Events
  readonly services: Services
  readonly ran: FindRan
}

/** Makes the machine of a protocol's model. */
export const assembleProtocol = (model: AnyModel, common?: Common, isFollowed = false): Assembly => {
  const setting = makeSetting(model, common, isFollowed)
  const { nodes, components, cells, inboxes, slots } = setting
  const { intern, value } = components
  const permutations = modelPermutations(model, nodes)
  const tables = makeRenamingTables()
  const transitions = makeTransitions(setting, permutations, common?.answers)
  const events = makeEvents(setting)
  const moves = makeMoves(setting, transitions, events, makeRows(components.catchUp, common?.rows))
  const faults = makeFaults(setting, transitions, events)
  const call = makeCalls(setting, transitions, events, faults.interrupt)
  const services = makeServices(setting)
  const serves = nodes.some(({ role }) => role.results !== undefined)
  const tick = makeClocks(setting)
  const mayStop = model.crashes?.afterwards === "stop"

  const isStopped = (state: Int32Array, index: number): boolean =>
    mayStop && (value(cells.node(state[index] as number)) as NodeState).stopped

  const expand = (state: Int32Array, sink: Sink): void => {
    for (let index = 0; index < nodes.length; index++) {
      if (faults.mayLose) faults.lose(state, sink, index)
      if (isStopped(state, index)) continue
      moves.expand(state, sink, index)
      if (faults.mayMisdeliver) faults.deliver(state, sink, index)
      if (serves) services.serve(state, sink, index)
      if (!faults.mayCrash) continue
      faults.crash(state, sink, index)
      for (const one of moves.interruptible(state[index] as number, index)) faults.interrupt(state, sink, index, one)
    }
    tick(state, sink)
    call(state, sink)
  }

  const started = (state: Int32Array, { index }: NodeInfo): Int32Array[] =>
    transitions.reactionTo(index, cells.node(state[index] as number), intern({ kind: "start" })).map((one) => {
      const next = state.slice()
      next[index] = cells.withNode(state[index] as number, one.node)
      applyEffects(setting, events, sinkInto(next), one)
      return next
    })

  /** What the nodes from one on begin with, one after the other. */
  const startedFrom = function* (state: Int32Array, index: number): Generator<Int32Array> {
    const node = nodes[index]
    if (node === undefined) yield state
    else for (const next of started(state, node)) yield* startedFrom(next, index + 1)
  }

  const initial = (): Iterable<Int32Array> => {
    const begun = new Int32Array(slots.count)
    const world = Object.entries(model.activities ?? {}).map(([name, service]) => [name, service.initial])
    if (slots.clients !== -1) begun[slots.clients] = intern(beginning(setting.clientCount))
    if (slots.world !== -1) begun[slots.world] = intern(Object.fromEntries(world))
    if (slots.faults !== -1) begun[slots.faults] = intern(allBudgets(setting))
    for (const node of nodes)
      begun[node.index] = cells.of(node.index, intern(transitions.reactions.begin(node)), inboxes.empty)
    return startedFrom(begun, 0)
  }

  const ran = makeRan(setting, events, transitions.reactions)
  const happened = (kind: number, index: number, what: number): Happened => ({
    kind,
    node: nodes[index] as NodeInfo,
    what: value(what),
  })

  const machine: Machine = {
    slots: slots.count,
    groups: nodes.filter(({ roleName }, at) => roleName !== nodes[at - 1]?.roleName).map(({ index }) => index),
    components,
    hashes: (slot) => (slot < nodes.length ? cells : components).hashes,
    tables: cells.tables,
    initial,
    expand,
    ...makeView(setting),
    properties: [model.protocol, model],
    within: model.within as ((...view: never) => boolean) | undefined,
    renamings: stateRenamings(permutations, setting, tables),
    // Nodes stand before the network.
    compared: Array.from({ length: slots.count }, (_, slot) => slot),
    label: (...step) => labelOf(happened(...step)),
    ran: (before, step, after) => ran(before, happened(...step), after),
    coverage: transitions.coverage,
    handlerRuns: transitions.reactions.runs,
    bytes: () => components.bytes() + cells.bytes() + transitions.bytes() + moves.bytes() + tables.bytes(),
  }
  return { machine, setting, transitions, events, services, ran }
}

/** A protocol's model as a machine. */
export const protocolMachine = (model: AnyModel, common?: Common): Machine => assembleProtocol(model, common).machine
