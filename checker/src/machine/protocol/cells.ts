import type { Components, Hashes } from "../../store/components.ts"
import type { Fleeting } from "../../store/fleeting.ts"
import type { Table } from "../../store/table.ts"
import { finish, mix } from "../../store/hash.ts"
import { type JointMemory, makeJointMemory, openJoint } from "../../store/joint.ts"
import { extended, makeMemory, type Memory } from "../../store/memory.ts"
import { makeNumbers, type Numbers } from "../../store/numbers.ts"
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
  /** The content hashes of cells. */
  readonly hashes: Hashes
  /** Where the threads of a search fill the same table. */
  readonly tables: readonly Table[]
  /** What is kept besides. */
  readonly bytes: () => number
}

/** The memory of cells that the threads of a search share. */
export interface CellsMemory {
  readonly pairs: JointMemory
  readonly low: Memory
  readonly high: Memory
}

const maxBytes = 2 ** 31
const bytesOfHash = 8
const fewest = 1_024

export const makeCellsMemory = (): CellsMemory => ({
  pairs: makeJointMemory(),
  low: makeMemory(maxBytes),
  high: makeMemory(maxBytes),
})

const salts = [0x2545f491, 0x6c8e9cf5] as const

/** Makes the cells of a model's nodes: each is a pair of the node's component, and of its inbox with the place of the node. */
export const makeCells = (
  count: number,
  components: Components,
  inboxes: Inboxes,
  shared?: { readonly cells: CellsMemory; readonly isAlone: () => boolean },
): Cells => {
  const indexBits = 32 - Math.clz32(count)
  const indexMask = (1 << indexBits) - 1
  const hashes: Hashes = { low: new Int32Array(0), high: new Int32Array(0) }

  const reach = (room: number): void => {
    if (room <= hashes.low.length) return
    hashes.low = extended(shared?.cells.low, hashes.low, room)
    hashes.high = extended(shared?.cells.high, hashes.high, room)
  }

  const lane = (hash: Int32Array, index: number, node: number, inbox: number): number =>
    finish(finish(index) + mix(hash[node] as number, salts[0]) + mix(hash[inbox] as number, salts[1]))

  const prepare = (cell: number, node: number, indexed: number): void => {
    const [index, inbox] = [indexed & indexMask, indexed >>> indexBits]
    // The parts of another thread's cell may be new to this one.
    if (Math.max(node, inbox) >= components.count()) components.catchUp()
    reach(cell + 1)
    hashes.low[cell] = lane(components.hashes.low, index, node, inbox)
    hashes.high[cell] = lane(components.hashes.high, index, node, inbox)
  }

  const joint = shared && openJoint(shared.cells.pairs, shared.isAlone, prepare)
  const numbers: Numbers = joint ?? makeNumbers(prepare)
  reach(joint?.room() ?? fewest)

  /** What other threads number before this one is refreshed again stands within the joint's room. */
  const table = joint && {
    ...joint,
    refresh: () => {
      joint.refresh()
      reach(joint.room())
    },
    bytes: () => joint.bytes() + bytesOfHash * joint.count(),
  }

  const node = numbers.left
  const inbox = (cell: number): number => numbers.right(cell) >>> indexBits
  const index = (cell: number): number => numbers.right(cell) & indexMask
  const of = (at: number, own: number, waiting: number): number => numbers.number(own, (waiting << indexBits) | at)

  return {
    of,
    node,
    inbox,
    withNode: (cell, own) => of(index(cell), own, inbox(cell)),
    withInbox: (cell, waiting) => of(index(cell), node(cell), waiting),
    post: memoPairs((cell, envelope) => of(index(cell), node(cell), inboxes.add(inbox(cell), envelope))),
    hashes,
    tables: table ? [table] : [],
    bytes: () => (table ? 0 : numbers.bytes() + hashes.low.byteLength * 2),
  }
}

interface Cell {
  readonly index: number
  readonly node: number
  readonly inbox: number
}

/** Cells of states that are met once, and need no hash. */
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
    hashes: { low: new Int32Array(0), high: new Int32Array(0) },
    tables: [],
    bytes: () => 0,
  }
}
