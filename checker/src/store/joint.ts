import { makeDoublingControl, openDoubling, type Table } from "./table.ts"
import { type Memory, makeMemory, wordsIn } from "./memory.ts"
import type { Numbers, Prepare } from "./numbers.ts"

/** All pairs that met at one place, as in a tree, by number. Several threads may add to them at once. */
export interface Joint extends Table, Numbers {
  readonly count: () => number
  /** Before it grows, all numbers are less. */
  readonly room: () => number
}

export interface JointMemory {
  /** Three words a cell: left, right and number, each one more, since 0 marks what is not written yet. */
  readonly cells: Memory
  /** Left and right of each number. */
  readonly pairs: Memory
  readonly control: SharedArrayBuffer
  readonly doubling: SharedArrayBuffer
}

const control = { bits: 0, count: 1 } as const
const firstBits = 6
/** Threads stop at less, since they go on until all have heard of it. */
const largestLoad = { alone: 0.7, shared: 0.5, ample: 0.2, ever: 0.9 } as const
const fewest = 2 ** 12
const maxBytes = 2 ** 32
/** Cells behind the last home, so that a probe need not go round. */
const slack = 1 << 10

const home = (left: number, right: number, shift: number): number => {
  let x = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d)
  return ((x ^ (x >>> 13)) >>> shift) * 3
}

const wordsOf = (bits: number): number => 3 * ((1 << bits) + slack)

const outOfCells = (): never => {
  throw new Error("a joint has no cell left behind its last home")
}

/** A word that another thread may be about to write. */
const written = (words: Int32Array, at: number): number => {
  let word = words[at] as number
  while (word === 0) word = Atomics.load(words, at)
  return word
}

/** Puts cells into a table of 2^bits homes. */
const move = (words: Int32Array, bits: number, source: Int32Array, from: number, to: number): void => {
  for (let i = from; i < to; i += 3) {
    const left = source[i] as number
    if (left === 0) continue
    const right = source[i + 1] as number
    const id = source[i + 2] as number
    source.fill(0, i, i + 3)
    let at = home(left, right, 32 - bits)
    while ((words[at] ?? outOfCells()) !== 0) at += 3
    words[at] = left
    words[at + 1] = right
    words[at + 2] = id
  }
}

/** Memory for a joint where nothing has met. */
export const makeJointMemory = (): JointMemory => {
  const memory = {
    cells: makeMemory(maxBytes),
    pairs: makeMemory(maxBytes),
    control: new SharedArrayBuffer(8),
    doubling: makeDoublingControl(),
  }
  new Int32Array(memory.control)[control.bits] = firstBits
  return memory
}

const nothing = (): void => undefined

/** Opens the joint in a memory. No other thread sees a number that is not prepared. */
export const openJoint = (memory: JointMemory, isAlone: () => boolean, prepare: Prepare = nothing): Joint => {
  const state = new Int32Array(memory.control)
  let bits = 0
  let cells: Int32Array = new Int32Array(0)
  let pairs: Int32Array = new Int32Array(0)
  let capacity = 0
  /** How many pairs are enough for now. */
  let limit = 0

  const refresh = (): void => {
    bits = Atomics.load(state, control.bits)
    cells = wordsIn(memory.cells, wordsOf(bits))
    pairs = wordsIn(memory.pairs, 2 * ((1 << bits) + slack))
    capacity = 2 ** bits
    limit = (isAlone() ? largestLoad.alone : largestLoad.shared) * capacity
  }
  refresh()

  const doubling = openDoubling(memory.doubling, { memory: memory.cells, width: 3, wordsOf, move })
  const grow = (callHelp?: () => void): void => {
    Atomics.add(state, control.bits, 1)
    refresh()
    doubling.spread(bits, callHelp)
  }

  const count = (): number => Atomics.load(state, control.count)

  const name = (at: number, left: number, right: number): number => {
    const id = Atomics.add(state, control.count, 1)
    pairs[2 * id] = left - 1
    pairs[2 * id + 1] = right - 1
    prepare(id, left - 1, right - 1)
    cells[at + 1] = right
    Atomics.store(cells, at + 2, id + 1)
    if (id >= largestLoad.ever * capacity && isAlone()) grow()
    return id
  }

  const numberFrom = (start: number, left: number, right: number): number => {
    for (let at = start; ; at += 3) {
      let found = cells[at]
      if (found === 0) {
        found = Atomics.compareExchange(cells, at, 0, left)
        if (found === 0) return name(at, left, right)
      }
      if (found === left && written(cells, at + 1) === right) return written(cells, at + 2) - 1
      if (found === undefined) outOfCells()
    }
  }

  return {
    number: (left, right) => numberFrom(home(left + 1, right + 1, 32 - bits), left + 1, right + 1),
    left: (id) => pairs[2 * id] as number,
    right: (id) => pairs[2 * id + 1] as number,
    count,
    room: () => capacity + slack,
    isFull: () => count() > limit,
    lacksRoom: (ample) =>
      count() > (ample ? largestLoad.ample : largestLoad.shared) * capacity || (ample && capacity < fewest),
    grow,
    help: doubling.help,
    refresh,
    bytes: () => 4 * wordsOf(bits) + 8 * count(),
  }
}
