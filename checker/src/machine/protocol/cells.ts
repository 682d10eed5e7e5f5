import type { Components } from "../../store/components.ts"
import type { Fleeting } from "../../store/fleeting.ts"
import { finish, mix } from "../../store/hash.ts"
import { memoPairs } from "../../store/pairs.ts"
import type { Inboxes } from "./network.ts"

/**
 * What stands in a node's slot: the node's own component and its inbox, as one number that belongs to that node alone.
 * What a node can do is then looked up by one number, and a step of its own changes one slot.
 */
export interface Cells {
  readonly of: (index: number, node: number, inbox: number) => number
  /** The component of the node. */
  readonly node: (cell: number) => number
  readonly inbox: (cell: number) => number
  /** The cell of the same node with another component. */
  readonly withNode: (cell: number, node: number) => number
  readonly withInbox: (cell: number, inbox: number) => number
  /** The cell after a message was put into its inbox. */
  readonly post: (cell: number, envelope: number) => number
}

/** One part of every cell, looked up in the store where another thread has made the cell. */
const partOf = (components: Components, at: number): ((cell: number) => number) => {
  let known = new Int32Array(1024)
  const look = (cell: number): number => {
    if (cell >= known.length) {
      const more = new Int32Array(Math.max(cell + 1, known.length * 2))
      more.set(known)
      known = more
    }
    const part = components.members(cell)[at] as number
    known[cell] = part + 1
    return part
  }
  return (cell) => {
    const found = cell < known.length ? (known[cell] as number) : 0
    return found === 0 ? look(cell) : found - 1
  }
}

const salts = [0x2545f491, 0x6c8e9cf5] as const

/** Makes the cells of a model's nodes. */
export const makeCells = (count: number, components: Components, inboxes: Inboxes): Cells => {
  const { hashes, internSequence } = components

  const lane = (hash: Int32Array, index: number, node: number, inbox: number): number =>
    finish(index) + mix(hash[node] as number, salts[0]) + mix(hash[inbox] as number, salts[1])

  const ofNode = Array.from({ length: count }, (_, index) =>
    memoPairs((node, inbox) =>
      internSequence(
        [index, node, inbox],
        [lane(hashes.low, index, node, inbox), lane(hashes.high, index, node, inbox)],
      ),
    ),
  )
  const index = partOf(components, 0)
  const node = partOf(components, 1)
  const inbox = partOf(components, 2)
  const of = (at: number, own: number, waiting: number): number =>
    (ofNode[at] as (node: number, inbox: number) => number)(own, waiting)

  return {
    of,
    node,
    inbox,
    withNode: (cell, own) => of(index(cell), own, inbox(cell)),
    withInbox: (cell, waiting) => of(index(cell), node(cell), waiting),
    post: memoPairs((cell, envelope) => of(index(cell), node(cell), inboxes.add(inbox(cell), envelope))),
  }
}

interface Cell {
  readonly index: number
  readonly node: number
  readonly inbox: number
}

/** Cells of states that are met once. */
export const fleetingCells = (inboxes: Inboxes, { add, value }: Fleeting): Cells => {
  const cellOf = (cell: number): Cell => value(cell) as Cell
  const of = (index: number, node: number, inbox: number): number => add({ index, node, inbox } satisfies Cell)
  return {
    of,
    node: (cell) => cellOf(cell).node,
    inbox: (cell) => cellOf(cell).inbox,
    withNode: (cell, node) => add({ ...cellOf(cell), node }),
    withInbox: (cell, inbox) => add({ ...cellOf(cell), inbox }),
    post(cell, envelope) {
      const { index, node, inbox } = cellOf(cell)
      return of(index, node, inboxes.add(inbox, envelope))
    },
  }
}
