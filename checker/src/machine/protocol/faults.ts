import { memoPairs } from "../../store/pairs.ts"
import type { Sink } from "../machine.ts"
import type { Events } from "./calls.ts"
import { kinds } from "./label.ts"
import { applyEffects, type Interruption } from "./moves.ts"
import type { Choice } from "./network.ts"
import type { NodeState } from "./reactions.ts"
import type { Setting } from "./setting.ts"
import { type Alternative, earlyWays, type Transitions } from "./transitions.ts"

const budgets = ["loss", "duplication", "reordering", "crashes"] as const
type Budget = (typeof budgets)[number]
type Budgets = { readonly [Name in Budget]: number }

/** What may go wrong, in the beginning. */
export const allBudgets = ({ model: { network, crashes } }: Setting): Budgets => ({
  loss: network?.loss ?? 0,
  duplication: network?.duplication ?? 0,
  reordering: network?.reordering ?? 0,
  crashes: crashes?.budget ?? 0,
})

/** Steps that are faults: each costs one of its budget. */
export const makeFaults = (setting: Setting, { reactionTo }: Transitions, events: Events) => {
  const { nodes, components, cells, inboxes, model, slots } = setting
  const { intern, value } = components
  const fifo = model.network?.kind === "fifo"
  const given = allBudgets(setting)

  /** What is left of the budgets after one use; 0, which is the number of the empty inbox, when nothing is. */
  const spent = memoPairs((faults, which) => {
    const left = value(faults) as Budgets
    const name = budgets[which] ?? "loss"
    return left[name] > 0 ? intern({ ...left, [name]: left[name] - 1 }) : 0
  })
  const spend = (state: Int32Array, name: Budget): number => spent(state[slots.faults] as number, budgets.indexOf(name))

  const recover = intern({ kind: "recover" })
  const crashEvents = nodes.map(({ id }) => intern({ kind: "crash", node: id }))
  const stopped = memoPairs((component) => intern({ ...(value(component) as NodeState), stopped: true }))
  const isForGood = model.crashes?.afterwards === "stop"
  const crashes = nodes.map(({ roleName }) => given.crashes > 0 && (model.crashes?.of ?? [roleName]).includes(roleName))

  /** What a crash makes of a node, in all its ways. */
  const crashed = (index: number, component: number): readonly Pick<Alternative, "node" | "sends" | "events">[] =>
    isForGood
      ? [{ node: stopped(component, 0), sends: [], events: [crashEvents[index] as number] }]
      : reactionTo(index, component, recover)

  const spendCrash = (faults: number, index: number): number =>
    crashes[index] ? spent(faults, budgets.indexOf("crashes")) : 0

  /** A node crashes in the middle of a step; `faults` is what is left without this, and `asked` what the clients have done. */
  const interrupt = (
    state: Int32Array,
    sink: Sink,
    index: number,
    { what, inbox, early }: Interruption,
    { faults = state[slots.faults] as number, asked = [] }: { faults?: number; asked?: readonly number[] } = {},
  ): void => {
    const left = spendCrash(faults, index)
    if (left === 0) return
    for (const one of crashed(index, cells.node(state[index] as number))) {
      sink.set(slots.faults, left)
      for (const event of asked) events.tell(sink, event)
      sink.set(index, cells.of(index, one.node, inbox))
      applyEffects(setting, events, sink, { sends: early, events: [] })
      applyEffects(setting, events, sink, one)
      sink.commit(kinds.interruption, index, what)
    }
  }

  const deliver = (
    state: Int32Array,
    sink: Sink,
    index: number,
    { envelope, rest }: Choice,
    name: "duplication" | "reordering",
  ): void => {
    const left = spend(state, name)
    const cell = state[index] as number
    const inbox = name === "reordering" ? rest : cells.inbox(cell)
    const alternatives = reactionTo(index, cells.node(cell), envelope)
    for (const early of earlyWays(alternatives))
      interrupt(state, sink, index, { what: envelope, inbox, early }, { faults: left })
    for (const one of alternatives) {
      if (one.ignored && !fifo) continue
      sink.set(slots.faults, left)
      sink.set(index, cells.of(index, one.node, inbox))
      applyEffects(setting, events, sink, one)
      sink.commit(name === "reordering" ? kinds.overtake : kinds.duplicate, index, envelope)
    }
  }

  const lose = (state: Int32Array, sink: Sink, index: number): void => {
    const left = spend(state, "loss")
    if (left === 0) return
    const cell = state[index] as number
    for (const { envelope, rest } of inboxes.losable(cells.inbox(cell))) {
      sink.set(slots.faults, left)
      sink.set(index, cells.withInbox(cell, rest))
      sink.commit(kinds.loss, index, envelope)
    }
  }

  const crash = (state: Int32Array, sink: Sink, index: number): void => {
    const left = spendCrash(state[slots.faults] as number, index)
    if (left === 0) return
    const cell = state[index] as number
    for (const one of crashed(index, cells.node(cell))) {
      sink.set(slots.faults, left)
      sink.set(index, cells.withNode(cell, one.node))
      applyEffects(setting, events, sink, one)
      sink.commit(isForGood ? kinds.stop : kinds.crash, index, 0)
    }
  }

  return {
    mayLose: given.loss > 0,
    mayMisdeliver: given.duplication > 0 || given.reordering > 0,
    mayCrash: given.crashes > 0,
    /** Duplicated and overtaking deliveries to a node. */
    deliver: (state: Int32Array, sink: Sink, index: number): void => {
      const inbox = cells.inbox(state[index] as number)
      if (given.duplication > 0 && spend(state, "duplication") !== 0)
        for (const choice of inboxes.offered(inbox)) deliver(state, sink, index, choice, "duplication")
      if (given.reordering > 0 && spend(state, "reordering") !== 0)
        for (const choice of inboxes.overtaking(inbox)) deliver(state, sink, index, choice, "reordering")
    },
    lose,
    crash,
    interrupt,
  }
}
