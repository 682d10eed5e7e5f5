import { byNumber } from "../../store/by-number.ts"
import type { Sink } from "../machine.ts"
import type { Events } from "./calls.ts"
import { kinds } from "./label.ts"
import type { NodeState } from "./reactions.ts"
import type { Setting } from "./setting.ts"
import type { Transitions } from "./transitions.ts"

/** One thing that a node can do: its cell afterwards, and what follows for others. */
interface Move {
  readonly cell: number
  readonly sends: readonly number[]
  readonly events: readonly number[]
  readonly kind: number
  readonly what: number
}

/** Puts what a step does into the successor under construction. */
export const applyEffects = (
  { cells }: Setting,
  events: Events,
  sink: Sink,
  one: { readonly sends: readonly number[]; readonly events: readonly number[] },
): void => {
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

  const movesOf = byNumber((cell: number, index: number): readonly Move[] => {
    const [component, inbox] = [cells.node(cell), cells.inbox(cell)]
    return [...ownMoves(index, component, inbox), ...deliveries(index, component, inbox)]
  })

  return (state: Int32Array, sink: Sink, index: number): void => {
    const all = movesOf(state[index] as number, index)
    for (let k = 0; k < all.length; k++) {
      const move = all[k] as Move
      sink.set(index, move.cell)
      applyEffects(setting, events, sink, move)
      sink.commit(move.kind, index, move.what)
    }
  }
}
