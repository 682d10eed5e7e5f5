import { makePairs } from "./pairs.ts"

/** Reads the component in a slot of the state at hand. */
export type Read = (slot: number) => number

/**
 * A function of a state that is run once for every distinct sequence of components that it reads.
 * The result is a number that is not negative.
 */
export interface Trie {
  readonly evaluate: (state: Int32Array) => number
  readonly runs: () => number
  readonly bytes: () => number
}

const unread = -2
const leaf = -1

interface Nodes {
  /** The slot that a node asks for; `leaf` when it has the result, `unread` before its first run. */
  readonly slots: number[]
  readonly results: number[]
}

/** Remembers `run`, which must be a pure function of what it reads through `read`. `impure` is called when it is not. */
export const makeTrie = (run: (read: Read) => number, impure: () => never): Trie => {
  const nodes: Nodes = { slots: [unread], results: [0] }
  const children = makePairs()
  let runs = 0

  const follow = (node: number, component: number): number => {
    const known = children.get(node, component)
    if (known !== -1) return known
    const child = nodes.slots.push(unread) - 1
    nodes.results.push(0)
    children.set(node, component, child)
    return child
  }

  const settle = (node: number, slot: number): void => {
    if (nodes.slots[node] === unread) nodes.slots[node] = slot
    else if (nodes.slots[node] !== slot) impure()
  }

  const learn = (state: Int32Array): number => {
    const order: number[] = []
    const read: Read = (slot) => {
      if (!order.includes(slot)) order.push(slot)
      return state[slot] as number
    }
    runs++
    const result = run(read)
    let node = 0
    for (const slot of order) {
      settle(node, slot)
      node = follow(node, state[slot] as number)
    }
    settle(node, leaf)
    nodes.results[node] = result
    return result
  }

  return {
    evaluate: (state) => {
      let node = 0
      for (;;) {
        const slot = nodes.slots[node] as number
        if (slot < 0) return slot === leaf ? (nodes.results[node] as number) : learn(state)
        node = children.get(node, state[slot] as number)
        if (node === -1) return learn(state)
      }
    },
    runs: () => runs,
    bytes: () => children.bytes() + nodes.slots.length * 8,
  }
}
