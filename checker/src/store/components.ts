import { encode, freezeDeep } from "./encode.ts"
import { finish, hashText } from "./hash.ts"

/**
 * Every part of a global state by number: equal content, equal number.
 * A component is a plain value, or a sequence of other components (an inbox).
 */
export interface Components {
  /** The number of a value. Freezes it when it is new. */
  readonly intern: (value: unknown) => number
  /** The number of a sequence; `hash` combines the members' content, so that it agrees between processes. */
  readonly internSequence: (members: readonly number[], hash: readonly [number, number]) => number
  readonly value: (id: number) => unknown
  readonly members: (id: number) => readonly number[]
  readonly hashes: Hashes
  readonly count: () => number
  readonly bytes: () => number
}

/** The content hash of each component in two lanes, replaced by longer arrays as components come. */
export interface Hashes {
  low: Int32Array
  high: Int32Array
}

const longer = (words: Int32Array): Int32Array => {
  const more = new Int32Array(words.length * 2)
  more.set(words)
  return more
}

/** Makes an empty store. */
export const makeComponents = (): Components => {
  const ids = new Map<string, number>()
  const contents: unknown[] = []
  const hashes: Hashes = { low: new Int32Array(1024), high: new Int32Array(1024) }
  let textLength = 0

  const add = (key: string, content: unknown, [low, high]: readonly [number, number]): number => {
    const id = contents.length
    if (id === hashes.low.length) {
      hashes.low = longer(hashes.low)
      hashes.high = longer(hashes.high)
    }
    hashes.low[id] = low
    hashes.high[id] = high
    contents.push(content)
    ids.set(key, id)
    textLength += key.length
    return id
  }

  return {
    intern: (value) => {
      const key = encode(value)
      const known = ids.get(key)
      if (known !== undefined) return known
      freezeDeep(value)
      return add(key, value, hashText(key))
    },
    internSequence: (members, [low, high]) => {
      const key = `#${members.join(",")}`
      return ids.get(key) ?? add(key, members, [finish(low), finish(high)])
    },
    value: (id) => contents[id],
    members: (id) => contents[id] as readonly number[],
    hashes,
    count: () => contents.length,
    bytes: () => textLength * 2 + contents.length * 64 + hashes.low.byteLength * 2,
  }
}
