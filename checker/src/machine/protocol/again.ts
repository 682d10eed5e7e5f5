import { equal, type Input } from "@lockstep/language"
import type { Machine } from "../machine.ts"
import { kinds } from "./label.ts"
import type { NodeState, Reaction, Reactions } from "./reactions.ts"
import type { Setting } from "./setting.ts"

/** The steps that a handler takes with what is on their label. */
const withInput: readonly number[] = [
  ...[kinds.own, kinds.message, kinds.duplicate, kinds.overtake, kinds.call],
  kinds.interruption,
]

/** Finds the handler of a step, and what it was given and picked. */
export const makeAgain = (setting: Setting, reactions: Reactions): Machine["again"] => {
  const { nodes, components, cells, inboxes, indexOf, envelopeOf } = setting

  const inputOf = (kind: number, what: number): Input | undefined => {
    if (kind === kinds.crash) return { kind: "recover" }
    return withInput.includes(kind) ? (components.value(what) as Input) : undefined
  }

  const nodeIn = (state: Int32Array, index: number): NodeState =>
    components.value(cells.node(state[index] as number)) as NodeState

  const areSent = (after: Int32Array, index: number, sends: Reaction["sends"]): boolean =>
    sends.every(({ to, message }) => {
      const inbox = cells.inbox(after[indexOf(to)] as number)
      const { id } = nodes[index] ?? {}
      return id !== undefined && inboxes.envelopes(inbox).includes(envelopeOf(id, message))
    })

  /** A crash in the middle leaves nothing of a step but what was sent early. */
  const isIn = (kind: number, after: Int32Array, index: number, { node, sends, early }: Reaction): boolean =>
    kind === kinds.interruption
      ? early.length > 0 && areSent(after, index, early)
      : equal(node, nodeIn(after, index)) && areSent(after, index, sends)

  return (before, [kind, index, what], after) => {
    const node = nodes[index]
    const input = inputOf(kind, what)
    if (node === undefined || input === undefined) return undefined
    const ways = reactions.rerun(node, nodeIn(before, index), input)
    return ways.find(({ reaction }) => isIn(kind, after, index, reaction))?.again
  }
}
