import type { Sink } from "../machine.ts"
import type { Events } from "./calls.ts"
import { kinds } from "./label.ts"
import type { NodeState } from "./reactions.ts"
import type { Setting } from "./setting.ts"
import { type Effects, firstMove, type Move, type Rows, wordsOfMove } from "./rows.ts"
import { earlyWays, type Transitions } from "./transitions.ts"

/** A step that a crash may cut short: what its node takes, what is then left in the inbox, and what was sent early. */
export interface Interruption {
  readonly what: number
  readonly inbox: number
  readonly early: readonly number[]
}

/** About what a small object with an array takes. */
const bytesOfInterruptions = 160
const none: readonly never[] = []

/** Puts what a step does into the successor under construction. */
export const applyEffects = ({ cells }: Setting, events: Events, sink: Sink, one: Effects): void => {
  const { sends } = one
  for (let at = 0; at < sends.length; at += 2) {
    const slot = sends[at] as number
    sink.set(slot, cells.post(sink.get(slot), sends[at + 1] as number))
  }
  for (const event of one.events) events.tell(sink, event)
}

/** All that a node does without faults: timers, results of activities, and messages from its inbox. */
export const makeMoves = (setting: Setting, transitions: Transitions, events: Events, rows: Rows) => {
  const { nodes, components, cells, inboxes, model } = setting
  const { intern, value } = components
  const { reactions, reactionTo } = transitions
  const kind = model.network?.kind ?? "bag"
  const mayCrash = (model.crashes?.budget ?? 0) > 0

  const findOwnInputs = (index: number, component: number): readonly number[] => {
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

  const known = nodes.map(() => new Map<number, readonly number[]>())
  const ownInputs = (index: number, component: number): readonly number[] => {
    const found = known[index]?.get(component)
    if (found !== undefined) return found
    const inputs = findOwnInputs(index, component)
    known[index]?.set(component, inputs)
    return inputs
  }

  const ownMoves = (index: number, component: number, inbox: number): Move[] =>
    ownInputs(index, component).flatMap((what) =>
      reactionTo(index, component, what).map(({ node, sends, events }) => ({
        cell: cells.of(index, node, inbox),
        sends,
        events,
        label: 2 * what + kinds.own,
      })),
    )

  const deliveries = (index: number, component: number, inbox: number): Move[] =>
    inboxes.offered(inbox).flatMap(({ envelope: what, rest }) =>
      reactionTo(index, component, what)
        .filter(({ ignored }) => !ignored || kind === "fifo")
        .map(({ node, sends, events }) => ({
          cell: cells.of(index, node, rest),
          sends,
          events,
          label: 2 * what + kinds.message,
        })),
    )

  const interruptions = (index: number, component: number, inbox: number): Interruption[] => {
    const cut = (what: number, rest: number): Interruption[] =>
      earlyWays(reactionTo(index, component, what)).map((early) => ({ what, inbox: rest, early }))
    return [
      ...ownInputs(index, component).flatMap((what) => cut(what, inbox)),
      ...inboxes.offered(inbox).flatMap(({ envelope, rest }) => cut(envelope, rest)),
    ]
  }

  /** Only of cells that have any. */
  const interruptible = new Map<number, readonly Interruption[]>()

  const interruptionsOf = (cell: number, index: number): readonly Interruption[] => {
    const known = interruptible.get(cell)
    if (known !== undefined) return known
    const made = interruptions(index, cells.node(cell), cells.inbox(cell))
    interruptible.set(cell, made)
    return made
  }

  const makeRow = (cell: number, index: number): number => {
    const [component, inbox] = [cells.node(cell), cells.inbox(cell)]
    const moves = [...ownMoves(index, component, inbox), ...deliveries(index, component, inbox)]
    return rows.add(cell, moves, mayCrash && interruptions(index, component, inbox).length > 0)
  }

  /** Puts effects that stand at a place of a row into the successor under construction. */
  const apply = (words: Int32Array, begin: number, sink: Sink): void => {
    const sent = begin + 1 + (words[begin] as number)
    for (let at = begin + 1; at < sent; at += 2) {
      const slot = words[at] as number
      sink.set(slot, cells.post(sink.get(slot), words[at + 1] as number))
    }
    const told = sent + 1 + (words[sent] as number)
    for (let at = sent + 1; at < told; at++) events.tell(sink, words[at] as number)
  }

  const expand = (state: Int32Array, sink: Sink, index: number): void => {
    const cell = state[index] as number
    const begin = rows.of(cell) || makeRow(cell, index)
    const words = rows.words()
    const end = words[begin] as number
    for (let at = begin + firstMove; at < end; at += wordsOfMove) {
      sink.set(index, words[at] as number)
      const follows = words[at + 1] as number
      if (follows !== 0) apply(words, follows, sink)
      const label = words[at + 2] as number
      sink.commit(label & 1, index, label >> 1)
    }
  }

  return {
    expand,
    /** The steps that a crash may cut short, in a state that was expanded. */
    interruptible: (cell: number, index: number): readonly Interruption[] =>
      rows.words()[rows.of(cell) + 1] === 0 ? none : interruptionsOf(cell, index),
    bytes: () => rows.bytes() + interruptible.size * bytesOfInterruptions,
  }
}
