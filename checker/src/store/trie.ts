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

/** What is remembered: by node and component the next node, or the result, in the way of `leafOf`. */
export interface Remembered {
  /** The place that each node asks for. */
  readonly places: number[]
  readonly children: Pairs
  readonly root: number
}

/** What no run has met; nodes are not negative, and leaves are less. */
const unknown = -1
const leafOf = (result: number): number => -2 - result
const resultOf = (leaf: number): number => -2 - leaf

const nothing = (): Remembered => ({ places: [], children: makePairs(), root: unknown })

/** A way from the root: the component read at each node, and the nodes, of which there is one more. */
interface Way {
  readonly components: number[]
  readonly nodes: number[]
  length: number
}

/** Remembers a function, which must be a pure function of what it reads through `read`. `impure` is called when it is not. */
export const makeTrie = (bind: Bind, impure: () => never, at: At, remembered = nothing()): Trie => {
  const { places, children } = remembered
  /** The way that the last state went: states in a row are much alike, and need a lookup only from where they part. */
  const last: Way = { components: [], nodes: [remembered.root], length: 0 }

  let order: number[] = []
  let atHand: Int32Array = new Int32Array(0)
  let begin = 0
  const run = bind((place) => {
    if (!order.includes(place)) order.push(place)
    return at(atHand, place, begin)
  })

  const put = (parent: number, component: number, next: number): number => {
    if (parent === unknown) last.nodes[0] = next
    else children.set(parent, component, next)
    return next
  }

  const learn = (states: Int32Array, from: number): number => {
    order = []
    atHand = states
    begin = from
    const result = run()
    if (result < 0) return result
    let [parent, component] = [unknown, unknown]
    let node = last.nodes[0] as number
    for (const place of order) {
      if (node === unknown) node = put(parent, component, places.push(place) - 1)
      else if (places[node] !== place) return impure()
      parent = node
      component = at(states, place, from)
      node = children.get(parent, component)
    }
    if (node !== unknown) return impure()
    put(parent, component, leafOf(result))
    return result
  }

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
      while (node >= 0) {
        const component = at(states, places[node] as number, from)
        node = children.get(node, component)
        if (node === unknown) break
        last.components[last.length++] = component
        last.nodes[last.length] = node
      }
      return node === unknown ? learn(states, from) : resultOf(node)
    },
    copy: () => ({ places: places.slice(), children: children.copy(), root: last.nodes[0] as number }),
    bytes: () => children.bytes() + places.length * 8,
  }
}
