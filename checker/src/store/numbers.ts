import { extended } from "./memory.ts"
import { makePairs } from "./pairs.ts"

/** Pairs of integers by number. */
export interface Numbers {
  readonly number: (left: number, right: number) => number
  readonly left: (id: number) => number
  readonly right: (id: number) => number
  readonly bytes: () => number
}

/** Is told of each new number before it is given. */
export type Prepare = (id: number, left: number, right: number) => void

const fewest = 1_024

/** Numbers of one thread alone. */
export const makeNumbers = (prepare: Prepare): Numbers => {
  const known = makePairs()
  let lefts: Int32Array = new Int32Array(0)
  let rights: Int32Array = new Int32Array(0)
  let count = 0

  const name = (left: number, right: number): number => {
    if (count === lefts.length) {
      lefts = extended(undefined, lefts, fewest)
      rights = extended(undefined, rights, fewest)
    }
    const id = count++
    lefts[id] = left
    rights[id] = right
    known.set(left, right, id)
    prepare(id, left, right)
    return id
  }

  return {
    number: (left, right) => {
      const found = known.get(left, right)
      return found === -1 ? name(left, right) : found
    },
    left: (id) => lefts[id] as number,
    right: (id) => rights[id] as number,
    bytes: () => known.bytes() + lefts.byteLength + rights.byteLength,
  }
}
