import { type Joint, type JointMemory, makeJointMemory, openJoint } from "./joint.ts"

/**
 * Tree compression: a state of n components is folded pairwise until two numbers are left.
 * These two are an exact key of it, and unfold to it again.
 */
export interface Tree {
  /** Folds a state whole. */
  readonly fold: (state: Int32Array, key: Int32Array) => void
  /** Folds a state that differs from the one last folded in the given slots; that one stays the last folded. */
  readonly refold: (state: Int32Array, changed: readonly number[], count: number, key: Int32Array) => void
  /** Unfolds a key; its state becomes the last folded. */
  readonly unfold: (key: Int32Array, into: Int32Array) => void
  readonly joints: readonly Joint[]
}

/** The memory of a tree: one part for each joint. */
export type TreeMemory = readonly JointMemory[]

/** Where two cells are joined to a third; `above` is the joint that this one is part of, -1 below the root. */
interface Fork {
  readonly left: number
  readonly right: number
  above: number
}

/** Cells 0 to slots-1 are the slots; cell slots+j is what joint j gives. Joints stand below those that use them. */
const plan = (slots: number, groups: readonly number[]): { forks: Fork[]; roots: readonly [number, number] } => {
  const forks: Fork[] = []
  const cover = (from: number, to: number): number => {
    if (to - from === 1) return from
    const middle = from + ((to - from + 1) >> 1)
    const [left, right] = [cover(from, middle), cover(middle, to)]
    return slots + forks.push({ left, right, above: -1 }) - 1
  }
  if (slots === 1) return { forks, roots: [0, 0] }
  const middle = groups.find((group) => group > 0 && group < slots) ?? (slots + 1) >> 1
  const roots = [cover(0, middle), cover(middle, slots)] as const
  for (const [index, { left, right }] of forks.entries())
    for (const part of [left, right]) {
      const below = forks[part - slots]
      if (below !== undefined) below.above = index
    }
  return { forks, roots }
}

/** Memory for the tree of states of `slots` components. */
export const makeTreeMemory = (slots: number): TreeMemory =>
  Array.from({ length: Math.max(slots - 2, 0) }, () => makeJointMemory())

/** Opens the tree in a memory; states are divided first where one of the `groups` begins. */
export const openTree = (
  memory: TreeMemory,
  slots: number,
  groups: readonly number[],
  isAlone: () => boolean,
): Tree => {
  const { forks, roots } = plan(slots, groups)
  const joints = memory.map((one) => openJoint(one, isAlone))
  const cells = new Int32Array(slots + forks.length)
  const aboveSlot = Int32Array.from({ length: slots }, (_, slot) =>
    forks.findIndex(({ left, right }) => left === slot || right === slot),
  )
  const above = Int32Array.from(forks, (fork) => fork.above)
  const dirty = new Uint8Array(forks.length)
  const changedCells = new Int32Array(slots + forks.length)
  const oldValues = new Int32Array(slots + forks.length)

  const mark = (slot: number): void => {
    for (let at = aboveSlot[slot] as number; at >= 0 && dirty[at] === 0; at = above[at] as number) dirty[at] = 1
  }

  const join = (at: number): number => {
    const { left, right } = forks[at] as Fork
    return (joints[at] as Joint).number(cells[left] as number, cells[right] as number)
  }

  const give = (key: Int32Array): void => {
    key[0] = cells[roots[0]] as number
    key[1] = slots > 1 ? (cells[roots[1]] as number) : 0
  }

  return {
    fold: (state, key) => {
      cells.set(state)
      for (let at = 0; at < forks.length; at++) cells[slots + at] = join(at)
      give(key)
    },
    refold: (state, changed, count, key) => {
      let undo = 0
      for (let i = 0; i < count; i++) {
        const slot = changed[i] as number
        changedCells[undo] = slot
        oldValues[undo++] = cells[slot] as number
        cells[slot] = state[slot] as number
        mark(slot)
      }
      for (let at = 0; at < forks.length; at++) {
        if (dirty[at] === 0) continue
        dirty[at] = 0
        changedCells[undo] = slots + at
        oldValues[undo++] = cells[slots + at] as number
        cells[slots + at] = join(at)
      }
      give(key)
      while (undo > 0) {
        undo--
        cells[changedCells[undo] as number] = oldValues[undo] as number
      }
    },
    unfold: (key, into) => {
      cells[roots[0]] = key[0] as number
      if (slots > 1) cells[roots[1]] = key[1] as number
      for (let at = forks.length - 1; at >= 0; at--) {
        const { left, right } = forks[at] as Fork
        const joint = joints[at] as Joint
        const id = cells[slots + at] as number
        cells[left] = joint.left(id)
        cells[right] = joint.right(id)
      }
      for (let slot = 0; slot < slots; slot++) into[slot] = cells[slot] as number
    },
    joints,
  }
}
