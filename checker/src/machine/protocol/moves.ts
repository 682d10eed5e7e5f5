import type { Sink } from "../machine.ts"
import type { Events } from "./calls.ts"
import { kinds } from "./label.ts"
import type { NodeState } from "./reactions.ts"
import type { Setting } from "./setting.ts"
import { makeRows } from "./rows.ts"
import { earlyWays, type Transitions } from "./transitions.ts"

/** One thing that a node can do: its cell afterwards, and what follows for others. */
interface Move extends Effects {
  readonly cell: number
  readonly kind: 0 | 1
  readonly what: number
}

/** A step that a crash may cut short: what its node takes, what is then left in the inbox, and what was sent early. */
export interface Interruption {
  readonly what: number
  readonly inbox: number
  readonly early: readonly number[]
}

/** What a step does to others: destination and envelope in turn, and what the clients hear. */
interface Effects {
  readonly sends: readonly number[]
  readonly events: readonly number[]
}

/** About what a small object with two arrays takes. */
const bytesOfEffects = 160

/** Puts what a step does into the successor under construction. */
export const applyEffects = ({ cells }: Setting, events: Events, sink: Sink, one: Effects): void => {
  const { sends } = one
  for (let at = 0; at < sends.length; at += 2) {
    const slot = sends[at] as number
    sink.set(slot, cells.post(sink.get(slot), sends[at + 1] as number))
  }
  if (one.events.length > 0) events.apply(sink, one.events)
}

/** All that a node does without faults: timers, results of activities, and messages from its inbox. */
export const makeMoves = (setting: Setting, transitions: Transitions, events: Events) => {
  const { nodes, components, cells, inboxes, model } = setting
  const { intern, value } = components
  const { reactions, reactionTo } = transitions
  const kind = model.network?.kind ?? "bag"
  const mayCrash = (model.crashes?.budget ?? 0) > 0

  const ownInputs = (index: number, component: number): number[] => {
    const state = value(component) as NodeState
    const node = nodes[index]
    if (state.stopped || node === undefined) return []
    const timers = reactions.timers(node, state).map((timer) => intern({ kind: "timer", timer }))
    const results = state.pending
      .filter(({ answer }) => answer.length > 0)
      .map(({ activity, key, request, answer }) =>
        intern({ kind: "result", activity, key, request, result: answer[0] }),
      )
    return [...timers, ...results]
  }

  const ownMoves = (index: number, component: number, inbox: number): Move[] =>
    ownInputs(index, component).flatMap((what) =>
      reactionTo(index, component, what).map(({ node, sends, events }) => ({
        cell: cells.of(index, node, inbox),
        sends,
        events,
        kind: kinds.own,
        what,
      })),
    )

  const deliveries = (index: number, component: number, inbox: number): Move[] =>
    inboxes.offered(inbox).flatMap(({ envelope: what, rest }) =>
      reactionTo(index, component, what)
        .filter(({ ignored }) => !ignored || kind === "fifo")
        .map(({ node, sends, events }) => ({
          cell: cells.of(index, node, kind === "set" ? inbox : rest),
          sends,
          events,
          kind: kinds.message,
          what,
        })),
    )

  const interruptions = (index: number, component: number, inbox: number): Interruption[] => {
    const cut = (what: number, rest: number): Interruption[] =>
      earlyWays(reactionTo(index, component, what)).map((early) => ({ what, inbox: rest, early }))
    return [
      ...ownInputs(index, component).flatMap((what) => cut(what, inbox)),
      ...inboxes.offered(inbox).flatMap(({ envelope, rest }) => cut(envelope, kind === "set" ? inbox : rest)),
    ]
  }

  const rows = makeRows()
  /** Only of cells that have any. */
  const interruptible = new Map<number, readonly Interruption[]>()
  const effects: Effects[] = [{ sends: [], events: [] }]

  const effectsOf = ({ sends, events: said }: Move): number =>
    sends.length + said.length === 0 ? 0 : effects.push({ sends, events: said }) - 1

  const makeRow = (cell: number, index: number): number => {
    const [component, inbox] = [cells.node(cell), cells.inbox(cell)]
    const moves = [...ownMoves(index, component, inbox), ...deliveries(index, component, inbox)]
    const cut = mayCrash ? interruptions(index, component, inbox) : []
    if (cut.length > 0) interruptible.set(cell, cut)
    return rows.add(
      cell,
      moves.map((move) => [move.cell, effectsOf(move), 2 * move.what + move.kind]),
    )
  }

  const expand = (state: Int32Array, sink: Sink, index: number): void => {
    const cell = state[index] as number
    const begin = rows.of(cell) || makeRow(cell, index)
    const words = rows.words()
    const end = begin + (words[begin] as number)
    for (let at = begin + 1; at < end; at += 3) {
      sink.set(index, words[at] as number)
      const follows = words[at + 1] as number
      if (follows !== 0) applyEffects(setting, events, sink, effects[follows] as Effects)
      const label = words[at + 2] as number
      sink.commit(label & 1, index, label >> 1)
    }
  }

  return {
    expand,
    /** The steps that a crash may cut short, in a state that was expanded. */
    interruptible: (cell: number): readonly Interruption[] => interruptible.get(cell) ?? [],
    bytes: () => rows.bytes() + (effects.length + interruptible.size) * bytesOfEffects,
  }
}
