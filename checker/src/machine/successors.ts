import type { Machine } from "./machine.ts"

/** What can happen in a state, in the machine's own numbers, and the state that it leads to. */
export interface Successor {
  readonly step: readonly [kind: number, a: number, b: number]
  readonly state: Int32Array
}

/** All successors of a state, in the machine's order: for who looks at one state after another, and not at millions. */
export const successorsOf = (machine: Machine, state: Int32Array): readonly Successor[] => {
  const found: Successor[] = []
  let next = state.slice()
  machine.expand(state, {
    get: (slot) => next[slot] as number,
    set: (slot, component) => void (next[slot] = component),
    commit: (kind, a, b) => {
      found.push({ step: [kind, a, b], state: next })
      next = state.slice()
    },
  })
  return found
}
