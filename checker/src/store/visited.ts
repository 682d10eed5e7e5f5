/** The set of states seen, each as a key of two words. Inside, the first word is one more, since 0 marks an empty cell; the key of an exact search never has -1 there, so it stays exact. */
export interface Visited {
  /** Adds keys `low[i], high[i]` for i below `count`; `fresh[i]` tells which were new. One pass brings their cells into the cache, the next one works on them. */
  readonly addAll: (low: Int32Array, high: Int32Array, count: number, fresh: Uint8Array) => void
  readonly count: () => number
  readonly bytes: () => number
}

const largestLoad = 0.8
const firstBits = 12

/** From this size on, room for the largest is reserved at once: memory that is not touched costs nothing. */
const reservingBits = 20
const reservedBits = 28

/** Cells behind the last home, so that a probe need not go round. */
const slack = 1 << 12

/** The home of a key: the top bits of a mix of both words, so that a table of twice the size keeps the order. */
const home = (low: number, high: number, shift: number): number => {
  let x = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d)
  return ((x ^ (x >>> 13)) >>> shift) << 1
}

const stored = (low: number): number => (low + 1) | 0 || 1

const wordsOf = (bits: number): number => (2 << bits) + 2 * slack

const allocate = (bits: number): Int32Array => {
  if (bits < reservingBits || bits >= reservedBits) return new Int32Array(wordsOf(bits))
  try {
    return new Int32Array(wordsOf(reservedBits))
  } catch {
    return new Int32Array(wordsOf(bits))
  }
}

/** Puts a key into the first free cell from its home on; false if it was there. */
const put = (words: Int32Array, low: number, high: number, start: number): boolean => {
  for (let at = start; ; at += 2) {
    const found = words[at]
    if (found === 0) {
      words[at] = low
      words[at + 1] = high
      return true
    }
    if (found === low && words[at + 1] === high) return false
    if (found === undefined) throw new Error("a set of states has no cell left behind its last home")
  }
}

/**
 * Brings keys to their homes in a table of twice the size, in the same memory. From the last to the first, every key moves
 * behind those that still wait; the few near the beginning that would not are set aside.
 */
const spread = (words: Int32Array, from: number, shift: number): void => {
  const aside: number[] = []
  for (let at = from - 2; at >= 0; at -= 2) {
    const low = words[at] as number
    if (low === 0) continue
    const high = words[at + 1] as number
    words[at] = 0
    words[at + 1] = 0
    const start = home(low, high, shift)
    if (start < at) aside.push(low, high)
    else put(words, low, high, start)
  }
  for (let i = 0; i < aside.length; i += 2) {
    const [low, high] = [aside[i] as number, aside[i + 1] as number]
    put(words, low, high, home(low, high, shift))
  }
}

const copy = (from: Int32Array, into: Int32Array, shift: number): void => {
  for (let at = 0; at < from.length; at += 2) {
    const low = from[at] as number
    if (low !== 0) put(into, low, from[at + 1] as number, home(low, from[at + 1] as number, shift))
  }
}

/** Makes an empty set that grows by doubling. */
export const makeVisited = (): Visited => {
  let bits = firstBits
  let words = allocate(bits)
  let count = 0
  let places = new Int32Array(0)

  const grow = (): void => {
    bits++
    if (wordsOf(bits) <= words.length) return spread(words, wordsOf(bits - 1), 32 - bits)
    const old = words
    words = allocate(bits)
    copy(old, words, 32 - bits)
  }

  return {
    addAll: (low, high, size, fresh) => {
      while (count + size > largestLoad * 2 ** bits) grow()
      if (places.length < size) places = new Int32Array(size)
      const shift = 32 - bits
      let touched = 0
      for (let i = 0; i < size; i++) {
        const at = home(stored(low[i] as number), high[i] as number, shift)
        places[i] = at
        touched ^= words[at] as number
      }
      for (let i = 0; i < size; i++) {
        const added = put(words, stored(low[i] as number), high[i] as number, places[i] as number)
        fresh[i] = added ? 1 : 0
        if (added) count++
      }
      fresh[size] = touched & 1
    },
    count: () => count,
    bytes: () => 4 * wordsOf(bits),
  }
}
