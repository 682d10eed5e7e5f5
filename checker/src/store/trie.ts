import { makePairs, type Pairs } from "./pairs.ts"

/** Reads the component at a place of the state at hand. */
export type Read = (place: number) => number

/** Finds the component at a place of a state that begins somewhere in an array. */
export type At = (states: Int32Array, place: number, from: number) => number

/** Binds a function of a state to a `read` that always reads the state at hand. */
export type Bind = (read: Read) => () => number

/** A function of a state whose results are remembered. */
export interface Memo {
  /** The result for the state that begins at `from`; `changed` names the places that differ from the state before, if they are known. */
  readonly evaluate: (states: Int32Array, from?: number, changed?: readonly number[]) => number
  readonly bytes: () => number
}

/** Remembers a function; `impure` is called when it turns out that it is not one of what it reads. */
export type Remember = (bind: Bind, impure: () => never, at: At) => Memo

/**
 * A function of a state that is run once for every distinct sequence of components that it reads.
 * The result is a number; one that is negative is given and not remembered.
 */
export interface Trie extends Memo {
  /** What it remembers, for a function that has read the same and given the same so far. */
  readonly copy: () => Remembered
}

const unread = -2
const leaf = -1

export interface Remembered {
  /** The place that a node asks for; `leaf` when it has the result, `unread` before its first run. */
  readonly places: number[]
  readonly results: number[]
  /** By node and component. */
  readonly children: Pairs
}

const nothing = (): Remembered => ({ places: [unread], results: [0], children: makePairs() })

/** A way from the root: the component read at each node, and the nodes, of which there is one more. */
interface Way {
  readonly components: number[]
  readonly nodes: number[]
  length: number
}

/** Remembers a function, which must be a pure function of what it reads through `read`. `impure` is called when it is not. */
export const makeTrie = (bind: Bind, impure: () => never, at: At, remembered = nothing()): Trie => {
  const { places, results, children } = remembered

  const follow = (node: number, component: number): number => {
    const known = children.get(node, component)
    if (known !== -1) return known
    const child = places.push(unread) - 1
    results.push(0)
    children.set(node, component, child)
    return child
  }

  const settle = (node: number, place: number): void => {
    if (places[node] === unread) places[node] = place
    else if (places[node] !== place) impure()
  }

  let order: number[] = []
  let atHand: Int32Array = new Int32Array(0)
  let begin = 0
  const run = bind((place) => {
    if (!order.includes(place)) order.push(place)
    return at(atHand, place, begin)
  })

  const learn = (states: Int32Array, from: number): number => {
    order = []
    atHand = states
    begin = from
    const result = run()
    if (result < 0) return result
    let node = 0
    for (const place of order) {
      settle(node, place)
      node = follow(node, at(states, place, from))
    }
    settle(node, leaf)
    results[node] = result
    return result
  }

  /** The way that the last state went: states in a row are much alike, and need a lookup only from where they part. */
  const last: Way = { components: [], nodes: [0], length: 0 }

  const sharedWith = (states: Int32Array, from: number): number => {
    let shared = 0
    while (
      shared < last.length &&
      at(states, places[last.nodes[shared] as number] as number, from) === last.components[shared]
    )
      shared++
    return shared
  }

  return {
    evaluate: (states, from = 0) => {
      last.length = sharedWith(states, from)
      let node = last.nodes[last.length] as number
      for (;;) {
        const place = places[node] as number
        if (place < 0) return place === leaf ? (results[node] as number) : learn(states, from)
        const component = at(states, place, from)
        node = children.get(node, component)
        if (node === -1) return learn(states, from)
        last.components[last.length++] = component
        last.nodes[last.length] = node
      }
    },
    copy: () => ({ places: places.slice(), results: results.slice(), children: children.copy() }),
    bytes: () => children.bytes() + places.length * 16,
  }
}
