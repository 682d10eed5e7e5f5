import { memoPairs } from "../../store/pairs.ts"
import type { Sink } from "../machine.ts"
import type { Events } from "./calls.ts"
import { kinds } from "./label.ts"
import type { NodeState } from "./reactions.ts"
import { inboxSlot, nodeSlot, type Setting } from "./setting.ts"
import type { Transitions } from "./transitions.ts"

/** One thing that a node can do: its next component, its inbox afterwards (-1: the same), and what follows for others. */
interface Move {
  readonly node: number
  readonly inbox: number
  readonly sends: readonly number[]
  readonly events: readonly number[]
  readonly kind: number
  readonly what: number
}

/** Puts what a step does into the successor under construction. */
export const applyEffects = (
  { inboxes }: Setting,
  events: Events,
  sink: Sink,
  one: { readonly sends: readonly number[]; readonly events: readonly number[] },
): void => {
  const { sends } = one
  for (let at = 0; at < sends.length; at += 2) {
    const slot = inboxSlot(sends[at] as number)
    sink.set(slot, inboxes.add(sink.get(slot), sends[at + 1] as number))
  }
  if (one.events.length > 0) events.apply(sink, one.events)
}

/** All that a node does without faults: timers, results of activities, and messages from its inbox. */
export const makeMoves = (setting: Setting, transitions: Transitions, events: Events) => {
  const { nodes, components, inboxes, model } = setting
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

  const ownMoves = (index: number, component: number): Move[] =>
    ownInputs(index, component).flatMap((what) =>
      reactionTo(index, component, what).map((one) => ({ ...one, inbox: -1, kind: kinds.own, what })),
    )

  const deliveries = (index: number, component: number, inbox: number): Move[] =>
    inboxes.offered(inbox).flatMap(({ envelope: what, rest }) =>
      reactionTo(index, component, what)
        .filter(({ ignored }) => !ignored || kind === "fifo")
        .map((one) => ({
          ...one,
          inbox: kind === "set" ? -1 : rest,
          kind: kinds.message,
          what,
        })),
    )

  const moves: (readonly Move[])[] = []
  const known = nodes.map(({ index }) =>
    memoPairs(
      (component, inbox) => moves.push([...ownMoves(index, component), ...deliveries(index, component, inbox)]) - 1,
    ),
  )

  return (state: Int32Array, sink: Sink, index: number): void => {
    const movesOf = known[index] as (component: number, inbox: number) => number
    const all = moves[movesOf(state[nodeSlot(index)] as number, state[inboxSlot(index)] as number)] as readonly Move[]
    for (let k = 0; k < all.length; k++) {
      const move = all[k] as Move
      sink.set(nodeSlot(index), move.node)
      if (move.inbox !== -1) sink.set(inboxSlot(index), move.inbox)
      applyEffects(setting, events, sink, move)
      sink.commit(move.kind, index, move.what)
    }
  }
}
