import { makePairs } from "./pairs.ts"

/** Reads the component at a place of the state at hand. */
export type Read = (place: number) => number

/** Finds the component at a place of a state that begins somewhere in an array. */
type At = (states: Int32Array, place: number, from: number) => number

/**
 * A function of a state that is run once for every distinct sequence of components that it reads.
 * The result is a number that is not negative.
 */
export interface Trie {
  /** The result for the state that begins at `from`; `changed` names the places that differ from the state before, if they are known. */
  readonly evaluate: (states: Int32Array, from?: number, changed?: readonly number[]) => number
  readonly bytes: () => number
}

const unread = -2
const leaf = -1

interface Nodes {
  /** The place that a node asks for; `leaf` when it has the result, `unread` before its first run. */
  readonly places: number[]
  readonly results: number[]
}

/** A way from the root: the component read at each node, and the nodes, of which there is one more. */
interface Way {
  readonly components: number[]
  readonly nodes: number[]
  length: number
}

/**
 * Remembers a function, which must be a pure function of what it reads through `read`. It is bound once to a `read` that always reads the
 * state at hand. `impure` is called when it is not pure.
 */
export const makeTrie = (bind: (read: Read) => () => number, impure: () => never, at: At): Trie => {
  const nodes: Nodes = { places: [unread], results: [0] }
  const children = makePairs()

  const follow = (node: number, component: number): number => {
    const known = children.get(node, component)
    if (known !== -1) return known
    const child = nodes.places.push(unread) - 1
    nodes.results.push(0)
    children.set(node, component, child)
    return child
  }

  const settle = (node: number, place: number): void => {
    if (nodes.places[node] === unread) nodes.places[node] = place
    else if (nodes.places[node] !== place) impure()
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
    let node = 0
    for (const place of order) {
      settle(node, place)
      node = follow(node, at(states, place, from))
    }
    settle(node, leaf)
    nodes.results[node] = result
    return result
  }

  /** The way that the last state went: states in a row are much alike, and need a lookup only from where they part. */
  const last: Way = { components: [], nodes: [0], length: 0 }

  const sharedWith = (states: Int32Array, from: number): number => {
    let shared = 0
    while (
      shared < last.length &&
      at(states, nodes.places[last.nodes[shared] as number] as number, from) === last.components[shared]
    )
      shared++
    return shared
  }

  return {
    evaluate: (states, from = 0) => {
      last.length = sharedWith(states, from)
      let node = last.nodes[last.length] as number
      for (;;) {
        const place = nodes.places[node] as number
        if (place < 0) return place === leaf ? (nodes.results[node] as number) : learn(states, from)
        const component = at(states, place, from)
        node = children.get(node, component)
        if (node === -1) return learn(states, from)
        last.components[last.length++] = component
        last.nodes[last.length] = node
      }
    },
    bytes: () => children.bytes() + nodes.places.length * 8,
  }
}
