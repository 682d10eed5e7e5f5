import { decode } from "./decode.ts"
import { encode, freezeDeep } from "./encode.ts"
import { finish, hashText } from "./hash.ts"
import type { Entry, Journal } from "./journal.ts"
import { extended } from "./memory.ts"
import { makeTexts } from "./texts.ts"

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
  /** Takes in what other threads have found. */
  readonly catchUp: () => void
  readonly count: () => number
  readonly bytes: () => number
}

/** The content hash of each component in two lanes, replaced by longer arrays as components come. */
export interface Hashes {
  low: Int32Array
  high: Int32Array
}

/** Stands for the content of a component that another thread found and this one has not looked at. */
const unseen = Symbol("unseen")

const fewest = 1_024

/** Grown by `push`, it is of the kind that other sequences are: what `map` gives is of another. */
const sequenceOf = (key: string): readonly number[] => {
  const members: number[] = []
  if (key !== "#") for (const member of key.slice(1).split(",")) members.push(Number(member))
  return members
}

const contentOf = (key: string): unknown => {
  if (key.startsWith("#")) return sequenceOf(key)
  const value = decode(key)
  freezeDeep(value)
  return value
}

/** Makes a store: of its own, or one that shares its numbers with other threads through a journal. */
export const makeComponents = (journal?: Journal): Components => {
  const ids = makeTexts()
  const keys: string[] = []
  const contents: unknown[] = []
  const hashes: Hashes = { low: new Int32Array(0), high: new Int32Array(0) }
  let textLength = 0

  const add = ({ key, low, high }: Entry, content: unknown): number => {
    const id = contents.length
    if (id === hashes.low.length) {
      hashes.low = extended(undefined, hashes.low, fewest)
      hashes.high = extended(undefined, hashes.high, fewest)
    }
    hashes.low[id] = low
    hashes.high[id] = high
    contents.push(content)
    if (journal !== undefined) keys.push(key)
    ids.set(key, id)
    textLength += key.length
    return id
  }

  const catchUp = (): void => {
    if (journal === undefined) return
    for (const count = journal.count(); contents.length < count;) add(journal.read(contents.length), unseen)
  }

  const addShared = (entry: Entry, content: unknown, shared: Journal): number =>
    shared.alone(() => {
      catchUp()
      const known = ids.get(entry.key)
      if (known !== undefined) return known
      shared.append(entry)
      return add(entry, content)
    })

  const addNew = (entry: Entry, content: unknown): number =>
    journal === undefined ? add(entry, content) : addShared(entry, content, journal)

  const content = (id: number): unknown => {
    if (id >= contents.length) catchUp()
    if (contents[id] === unseen) contents[id] = contentOf(keys[id] ?? "")
    return contents[id]
  }

  return {
    intern: (value) => {
      const key = encode(value)
      const known = ids.get(key)
      if (known !== undefined) return known
      freezeDeep(value)
      const [low, high] = hashText(key)
      return addNew({ key, low, high }, value)
    },
    internSequence: (members, [low, high]) => {
      const key = `#${members.join(",")}`
      return ids.get(key) ?? addNew({ key, low: finish(low), high: finish(high) }, members)
    },
    value: content,
    members: (id) => content(id) as readonly number[],
    hashes,
    catchUp,
    count: () => contents.length,
    bytes: () => textLength * 2 + contents.length * 64 + hashes.low.byteLength * 2,
  }
}
