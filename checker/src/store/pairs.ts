/** A map from two small integers to a third: the memo of the whole checker. */
export interface Pairs {
  /** The value for (left, right), or -1. */
  readonly get: (left: number, right: number) => number
  readonly set: (left: number, right: number, value: number) => void
  /** Another map with all that is in this one. */
  readonly copy: () => Pairs
  readonly bytes: () => number
}

/** Three words an entry: left + 1 (0 means empty), right, value. */
interface Entries {
  words: Int32Array
  shift: number
  count: number
}

const place = (entries: Entries, left: number, right: number): number => {
  const hash = Math.imul(Math.imul(left + 1, 0x9e3779b1) ^ right, 0x85ebca6b)
  return (hash >>> entries.shift) * 3
}

const insert = (entries: Entries, left: number, right: number, value: number): void => {
  const { words } = entries
  let at = place(entries, left, right)
  while (words[at] !== 0) {
    at += 3
    if (at >= words.length) at = 0
  }
  words[at] = left + 1
  words[at + 1] = right
  words[at + 2] = value
  entries.count++
}

const grow = (entries: Entries): void => {
  const old = entries.words
  // Written before it is read, each page costs one fault and not two.
  entries.words = new Int32Array(old.length * 2).fill(0)
  entries.shift--
  entries.count = 0
  for (let at = 0; at < old.length; at += 3) {
    const left = old[at] ?? 0
    if (left !== 0) insert(entries, left - 1, old[at + 1] ?? 0, old[at + 2] ?? 0)
  }
}

const pairsIn = (entries: Entries): Pairs => ({
  get: (left, right) => {
    const words = entries.words
    let at = place(entries, left, right)
    for (;;) {
      const found = words[at]
      if (found === 0) return -1
      if (found === left + 1 && words[at + 1] === right) return words[at + 2] as number
      at += 3
      if (at >= words.length) at = 0
    }
  },
  set: (left, right, value) => {
    if (entries.count * 2 > entries.words.length / 3) grow(entries)
    insert(entries, left, right, value)
  },
  copy: () => pairsIn({ words: entries.words.slice(), shift: entries.shift, count: entries.count }),
  bytes: () => entries.words.byteLength,
})

/** Makes an empty map. */
export const makePairs = (): Pairs => pairsIn({ words: new Int32Array(3 * 64), shift: 26, count: 0 })

type OfTwo = (left: number, right: number) => number

/** Makes of a function of two integers another that gives the same. */
export type MemoPairs = (compute: OfTwo) => OfTwo

/** Leaves a function as it is, where no pair comes twice. */
export const eachTime: MemoPairs = (compute) => compute

/** A function of two integers that is computed once for each pair. */
export const memoPairs: MemoPairs = (compute) => {
  const known = makePairs()
  return (left, right) => {
    const found = known.get(left, right)
    if (found !== -1) return found
    const value = compute(left, right)
    known.set(left, right, value)
    return value
  }
}

/** A function of two integers whose values are kept, each worked out once for its pair. */
export const memoValues = <Value>(compute: (left: number, right: number) => Value): typeof compute => {
  const values: Value[] = []
  const known = memoPairs((left, right) => values.push(compute(left, right)) - 1)
  return (left, right) => values[known(left, right)] as Value
}
