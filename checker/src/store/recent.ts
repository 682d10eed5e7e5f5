/** The keys that were met lately: most successors are found several times in a row, and need to be looked up once. */
export interface Recent {
  /** Whether a key was met lately; it is from now on. */
  readonly seen: (low: number, high: number) => boolean
}

/** Small enough to stay in a core's own cache. */
const bits = 14

/** Makes an empty memory, in which a key takes the place of another that falls together with it. */
export const makeRecent = (): Recent => {
  const words = new Int32Array(2 << bits)
  // An empty cell must not look like the key (0, 0), whose cell this is.
  words[0] = 1
  return {
    seen: (low, high) => {
      const at = (Math.imul(low ^ high, 0x9e3779b1) >>> (32 - bits)) << 1
      if (words[at] === low && words[at + 1] === high) return true
      words[at] = low
      words[at + 1] = high
      return false
    },
  }
}
