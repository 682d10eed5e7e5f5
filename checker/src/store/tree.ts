import { makePairs, type Pairs } from "./pairs.ts"

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
  readonly bytes: () => number
}

/** One place where two halves meet: all pairs that met there, by number. */
interface Joint {
  readonly left: number
  readonly right: number
  /** The joint above; -1 below the root. */
  above: number
  readonly pairs: Pairs
  lefts: Int32Array
  rights: Int32Array
  count: number
}

const doubled = (words: Int32Array): Int32Array => {
  const more = new Int32Array(words.length * 2)
  more.set(words)
  return more
}

const numberOf = (joint: Joint, left: number, right: number): number => {
  const found = joint.pairs.get(left, right)
  if (found !== -1) return found
  const id = joint.count++
  if (id === joint.lefts.length) {
    joint.lefts = doubled(joint.lefts)
    joint.rights = doubled(joint.rights)
  }
  joint.lefts[id] = left
  joint.rights[id] = right
  joint.pairs.set(left, right, id)
  return id
}

/** Cells 0 to slots-1 are the slots; cell slots+j is what joint j gives. Joints stand below those that use them. */
const plan = (slots: number, groups: readonly number[]): { joints: Joint[]; roots: readonly [number, number] } => {
  const joints: Joint[] = []
  const cover = (from: number, to: number): number => {
    if (to - from === 1) return from
    const middle = from + ((to - from + 1) >> 1)
    const [left, right] = [cover(from, middle), cover(middle, to)]
    const joint = {
      left,
      right,
      above: -1,
      pairs: makePairs(),
      lefts: new Int32Array(64),
      rights: new Int32Array(64),
      count: 0,
    }
    return slots + joints.push(joint) - 1
  }
  if (slots === 1) return { joints, roots: [0, 0] }
  const middle = groups.find((group) => group > 0 && group < slots) ?? (slots + 1) >> 1
  const roots = [cover(0, middle), cover(middle, slots)] as const
  for (const [index, { left, right }] of joints.entries())
    for (const part of [left, right]) {
      const below = joints[part - slots]
      if (below !== undefined) below.above = index
    }
  return { joints, roots }
}

/** Makes a tree for states of `slots` components, divided first where one of the `groups` begins. */
export const makeTree = (slots: number, groups: readonly number[]): Tree => {
  const { joints, roots } = plan(slots, groups)
  const cells = new Int32Array(slots + joints.length)
  const aboveSlot = Int32Array.from({ length: slots }, (_, slot) =>
    joints.findIndex(({ left, right }) => left === slot || right === slot),
  )
  const above = Int32Array.from(joints, (joint) => joint.above)
  const dirty = new Uint8Array(joints.length)
  const changedCells = new Int32Array(slots + joints.length)
  const oldValues = new Int32Array(slots + joints.length)

  const mark = (slot: number): void => {
    for (let at = aboveSlot[slot] as number; at >= 0 && dirty[at] === 0; at = above[at] as number) dirty[at] = 1
  }

  const join = (at: number): number => {
    const joint = joints[at] as Joint
    return numberOf(joint, cells[joint.left] as number, cells[joint.right] as number)
  }

  const give = (key: Int32Array): void => {
    key[0] = cells[roots[0]] as number
    key[1] = slots > 1 ? (cells[roots[1]] as number) : 0
  }

  return {
    fold: (state, key) => {
      cells.set(state)
      for (let at = 0; at < joints.length; at++) cells[slots + at] = join(at)
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
      for (let at = 0; at < joints.length; at++) {
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
      for (let at = joints.length - 1; at >= 0; at--) {
        const joint = joints[at] as Joint
        const id = cells[slots + at] as number
        cells[joint.left] = joint.lefts[id] as number
        cells[joint.right] = joint.rights[id] as number
      }
      for (let slot = 0; slot < slots; slot++) into[slot] = cells[slot] as number
    },
    bytes: () =>
      joints.reduce((sum, { pairs, lefts, rights }) => sum + pairs.bytes() + lefts.byteLength + rights.byteLength, 0),
  }
}
