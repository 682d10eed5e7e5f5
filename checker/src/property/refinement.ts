import type { AnyAlgorithm } from "@lockstep/language"
import { algorithmMachine } from "../machine/algorithm.ts"
import { guarded, trouble } from "../machine/trouble.ts"
import { memoPairs } from "../store/pairs.ts"

/** The more abstract machine of a refinement: which states begin it, and which steps it can take. */
export interface AbstractMachine {
  /** The number of an abstract state. */
  readonly intern: (property: string, state: unknown) => number
  readonly begins: (state: number) => boolean
  readonly allows: (before: number, after: number) => boolean
}

/** Explores an abstract machine only from the states that are asked about. */
export const abstractMachine = (algorithm: AnyAlgorithm): AbstractMachine => {
  const machine = algorithmMachine(algorithm)
  const { components } = machine
  const names = machine.snapshot(new Int32Array(machine.slots)).map(({ name }) => name)
  const states: Int32Array[] = []
  const numbers = new Map<string, number>()

  const number = (state: Int32Array): number => {
    const key = state.join()
    const known = numbers.get(key)
    if (known !== undefined) return known
    const id = states.push(state) - 1
    numbers.set(key, id)
    return id
  }

  const successors = (state: Int32Array): Set<number> => {
    const found = new Set<number>()
    let next = state.slice()
    machine.expand(state, {
      get: (slot) => next[slot] as number,
      set: (slot, component) => {
        next[slot] = component
      },
      commit: () => {
        found.add(number(next))
        next = state.slice()
      },
    })
    return found
  }

  const known = new Map<number, Set<number>>()
  const successorsOf = (state: number): Set<number> => {
    const found = known.get(state) ?? successors(states[state] as Int32Array)
    known.set(state, found)
    return found
  }

  const beginnings = new Set<number>()
  const source = machine.initial()[Symbol.iterator]()
  /** Beginnings are looked at up to the one that is asked for: there may be more without end. */
  const begins = (state: number): boolean => {
    while (!beginnings.has(state)) {
      const { done, value } = source.next()
      if (done) return false
      beginnings.add(number(value))
    }
    return true
  }

  return {
    intern: (property, state) => {
      if (typeof state !== "object" || state === null)
        return trouble("not-a-state", property, "maps to something that is no state of the abstract machine")
      const record = state as { readonly [name: string]: unknown }
      return number(
        Int32Array.from(names, (name) => {
          if (!(name in record)) trouble("missing-field", property, `maps to a state without the variable "${name}"`)
          return guarded(property, undefined, () => components.intern(record[name]))
        }),
      )
    },
    begins,
    allows: memoized(successorsOf),
  }
}

const memoized = (successorsOf: (state: number) => Set<number>): ((before: number, after: number) => boolean) => {
  const allowed = memoPairs((before, after) => (successorsOf(before).has(after) ? 1 : 0))
  return (before, after) => allowed(before, after) === 1
}
