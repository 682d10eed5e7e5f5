import type { Sink } from "../machine.ts"
import type { Events } from "./calls.ts"
import { kinds } from "./label.ts"
import type { NodeState } from "./reactions.ts"
import type { Setting } from "./setting.ts"
import { makeRows } from "./rows.ts"
import type { Transitions } from "./transitions.ts"

/** One thing that a node can do: its cell afterwards, and what follows for others. */
interface Move extends Effects {
  readonly cell: number
  readonly kind: 0 | 1
  readonly what: number
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

  const rows = makeRows()
  const effects: Effects[] = [{ sends: [], events: [] }]

  const effectsOf = ({ sends, events: said }: Move): number =>
    sends.length + said.length === 0 ? 0 : effects.push({ sends, events: said }) - 1

  const makeRow = (cell: number, index: number): number => {
    const [component, inbox] = [cells.node(cell), cells.inbox(cell)]
    const moves = [...ownMoves(index, component, inbox), ...deliveries(index, component, inbox)]
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

  return { expand, bytes: () => rows.bytes() + effects.length * bytesOfEffects }
}
