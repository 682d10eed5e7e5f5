import { makeDoublingControl, openDoubling, type Table } from "./table.ts"
import { type Memory, makeMemory, wordsIn } from "./memory.ts"

/**
 * The set of states seen, each as a key of two words. Inside, each word is one more, since 0 marks what is not written yet;
 * the key of an exact search never has -1 there, so it stays exact. Several threads may add to it at once.
 */
export interface Visited extends Table {
  /** Adds keys `low[i], high[i]` for i below `count`; `fresh[i]` tells which were new. One pass brings their cells into the cache, the next one works on them. */
  readonly addAll: (low: Int32Array, high: Int32Array, count: number, fresh: Uint8Array) => void
}

export interface VisitedMemory {
  readonly cells: Memory
  readonly control: SharedArrayBuffer
  readonly doubling: SharedArrayBuffer
}

const control = { bits: 0, count: 1 } as const
const firstBits = 12
const maxBytes = 2 ** 33

/** Threads stop at less, since they go on until all have heard of it. */
const largestLoad = { alone: 0.8, shared: 0.75, ample: 0.4, ever: 0.95 } as const
const fewest = 2 ** 17

/** Cells behind the last home, so that a probe need not go round. */
const slack = 1 << 12

/** The home of a key: the top bits of a mix of both words, so that a table of twice the size keeps the order. */
const home = (low: number, high: number, shift: number): number => {
  let x = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d)
  return ((x ^ (x >>> 13)) >>> shift) << 1
}

const stored = (word: number): number => (word + 1) | 0 || 1

const wordsOf = (bits: number): number => (2 << bits) + 2 * slack

/** The second word of a cell; another thread may have written only the first so far. */
const highOf = (words: Int32Array, at: number): number => {
  let high = words[at + 1] as number
  while (high === 0) high = Atomics.load(words, at + 1)
  return high
}

const outOfCells = (): never => {
  throw new Error("a set of states has no cell left behind its last home")
}

/** Puts a key into the first free cell from its home on; false if it was there. */
const put = (words: Int32Array, low: number, high: number, start: number): boolean => {
  for (let at = start; ; at += 2) {
    let found = words[at]
    if (found === 0) {
      found = Atomics.compareExchange(words, at, 0, low)
      if (found === 0) {
        words[at + 1] = high
        return true
      }
    }
    if (found === low && highOf(words, at) === high) return false
    if (found === undefined) outOfCells()
  }
}

/** Puts keys that are not there yet into a table of 2^bits homes. */
const move = (words: Int32Array, bits: number, source: Int32Array, from: number, to: number): void => {
  const shift = 32 - bits
  for (let i = from; i < to; i += 2) {
    const low = source[i] as number
    if (low === 0) continue
    const high = source[i + 1] as number
    source[i] = 0
    source[i + 1] = 0
    let at = home(low, high, shift)
    while ((words[at] ?? outOfCells()) !== 0) at += 2
    words[at] = low
    words[at + 1] = high
  }
}

/** Memory for an empty set. */
export const makeVisitedMemory = (): VisitedMemory => {
  const memory = { cells: makeMemory(maxBytes), control: new SharedArrayBuffer(8), doubling: makeDoublingControl() }
  new Int32Array(memory.control)[control.bits] = firstBits
  return memory
}

/** Opens the set in a memory. */
export const openVisited = (memory: VisitedMemory, isAlone: () => boolean): Visited => {
  const state = new Int32Array(memory.control)
  let bits = 0
  let words: Int32Array = new Int32Array(0)
  let capacity = 0
  /** How many keys are enough for now. */
  let limit = 0
  let places = new Int32Array(0)
  /** How many keys there were after the last batch. */
  let filled = 0

  const refresh = (): void => {
    bits = Atomics.load(state, control.bits)
    words = wordsIn(memory.cells, wordsOf(bits))
    capacity = 2 ** bits
    limit = (isAlone() ? largestLoad.alone : largestLoad.shared) * capacity
  }
  refresh()

  const doubling = openDoubling(memory.doubling, { memory: memory.cells, width: 2, wordsOf, move })
  const grow = (callHelp?: () => void): void => {
    Atomics.add(state, control.bits, 1)
    refresh()
    doubling.spread(bits, callHelp)
  }

  const count = (): number => Atomics.load(state, control.count)

  return {
    addAll: (low, high, size, fresh) => {
      // Between two looks at its fill, one state may lead to more than there is room for.
      if (isAlone()) while (count() + size > largestLoad.ever * capacity) grow()
      if (places.length < size) places = new Int32Array(size)
      const shift = 32 - bits
      let touched = 0
      for (let i = 0; i < size; i++) {
        const at = home(stored(low[i] as number), stored(high[i] as number), shift)
        places[i] = at
        touched ^= words[at] as number
      }
      let added = 0
      for (let i = 0; i < size; i++) {
        const isNew = put(words, stored(low[i] as number), stored(high[i] as number), places[i] as number)
        fresh[i] = isNew ? 1 : 0
        if (isNew) added++
      }
      filled = Atomics.add(state, control.count, added) + added
      fresh[size] = touched & 1
    },
    isFull: () => filled > limit,
    lacksRoom: (ample) =>
      count() > (ample ? largestLoad.ample : largestLoad.shared) * capacity || (ample && capacity < fewest),
    grow,
    help: doubling.help,
    refresh,
    bytes: () => 4 * wordsOf(bits),
  }
}
