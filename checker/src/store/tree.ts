import { makePairs } from "./pairs.ts"

/**
 * Tree compression: a state of n components is folded pairwise until two numbers are left.
 * These two are an exact key of it, and unfold to it again.
 */
export interface Tree {
  /** Folds a state; the two numbers are in `key`. */
  readonly fold: (state: Int32Array, key: Int32Array) => void
  readonly unfold: (key: Int32Array, into: Int32Array) => void
  readonly bytes: () => number
}

interface Level {
  readonly width: number
  readonly folded: Int32Array
}

interface Known {
  readonly pairs: ReturnType<typeof makePairs>
  left: Int32Array
  right: Int32Array
  count: number
}

const doubled = (words: Int32Array): Int32Array => {
  const more = new Int32Array(words.length * 2)
  more.set(words)
  return more
}

const number = (known: Known, left: number, right: number): number => {
  const found = known.pairs.get(left, right)
  if (found !== -1) return found
  const id = known.count++
  if (id === known.left.length) {
    known.left = doubled(known.left)
    known.right = doubled(known.right)
  }
  known.left[id] = left
  known.right[id] = right
  known.pairs.set(left, right, id)
  return id
}

/** Makes a tree for states of `slots` components. */
export const makeTree = (slots: number): Tree => {
  const levels: Level[] = []
  const tables: Known[][] = []
  for (let width = slots; width > 2; width = Math.ceil(width / 2)) {
    levels.push({ width, folded: new Int32Array(Math.ceil(width / 2)) })
    tables.push(
      Array.from({ length: width >> 1 }, () => ({ pairs: makePairs(), left: new Int32Array(64), right: new Int32Array(64), count: 0 })),
    )
  }
  const scratch = new Int32Array(slots)
  const scratchBelow = new Int32Array(slots)

  const foldLevel = (at: number, from: Int32Array): Int32Array => {
    const { width, folded } = levels[at] as Level
    const known = tables[at] as Known[]
    for (let i = 0; i < width >> 1; i++)
      folded[i] = number(known[i] as Known, from[2 * i] as number, from[2 * i + 1] as number)
    if (width & 1) folded[width >> 1] = from[width - 1] as number
    return folded
  }

  const unfoldLevel = (at: number, from: Int32Array, into: Int32Array): void => {
    const { width } = levels[at] as Level
    const known = tables[at] as Known[]
    for (let i = 0; i < width >> 1; i++) {
      const { left, right } = known[i] as Known
      into[2 * i] = left[from[i] as number] as number
      into[2 * i + 1] = right[from[i] as number] as number
    }
    if (width & 1) into[width - 1] = from[width >> 1] as number
  }

  return {
    fold: (state, key) => {
      let words = state
      for (let at = 0; at < levels.length; at++) words = foldLevel(at, words)
      key[0] = words[0] as number
      key[1] = slots > 1 ? (words[1] as number) : 0
    },
    unfold: (key, into) => {
      scratch[0] = key[0] as number
      if (slots > 1) scratch[1] = key[1] as number
      for (let at = levels.length - 1; at >= 0; at--) {
        unfoldLevel(at, scratch, scratchBelow)
        scratch.set(scratchBelow.subarray(0, (levels[at] as Level).width))
      }
      into.set(scratch.subarray(0, slots))
    },
    bytes: () =>
      tables.flat().reduce((sum, known) => sum + known.pairs.bytes() + known.left.byteLength + known.right.byteLength, 0),
  }
}
