/** The set of states seen, each as a key of two words. Inside, the first word is one more, since 0 marks an empty cell; the key of an exact search never has -1 there, so it stays exact. */
export interface Visited {
  /** Adds a key; false if it was there. */
  readonly add: (low: number, high: number) => boolean
  /** Adds keys `low[i], high[i]` for i below `count`; `fresh[i]` tells which were new. One pass brings their cells into the cache, the next one works on them. */
  readonly addAll: (low: Int32Array, high: Int32Array, count: number, fresh: Uint8Array) => void
  readonly count: () => number
  readonly bytes: () => number
}

const largestLoad = 0.8

/** The home cell of a key: the top bits of a mix of both words, so that a table of twice the size keeps the order. */
const home = (low: number, high: number, shift: number): number => {
  let x = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d)
  return ((x ^ (x >>> 13)) >>> shift) << 1
}

const stored = (low: number): number => (low + 1) | 0 || 1

/** Makes an empty set that grows by doubling. */
export const makeVisited = (): Visited => {
  let bits = 12
  let words = new Int32Array(2 << bits)
  let count = 0
  let places = new Int32Array(0)

  const put = (low: number, high: number, start: number): boolean => {
    const last = words.length - 2
    let at = start
    for (;;) {
      const found = words[at]
      if (found === 0) {
        words[at] = low
        words[at + 1] = high
        return true
      }
      if (found === low && words[at + 1] === high) return false
      at = at === last ? 0 : at + 2
    }
  }

  const grow = (): void => {
    const old = words
    bits++
    words = new Int32Array(2 << bits)
    for (let at = 0; at < old.length; at += 2) {
      const low = old[at] as number
      if (low !== 0) put(low, old[at + 1] as number, home(low, old[at + 1] as number, 32 - bits))
    }
  }

  return {
    add: (key, high) => {
      const low = stored(key)
      if (count + 1 > largestLoad * (1 << bits)) grow()
      const added = put(low, high, home(low, high, 32 - bits))
      if (added) count++
      return added
    },
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
        const added = put(stored(low[i] as number), high[i] as number, places[i] as number)
        fresh[i] = added ? 1 : 0
        if (added) count++
      }
      fresh[size] = touched & 1
    },
    count: () => count,
    bytes: () => words.byteLength,
  }
}
