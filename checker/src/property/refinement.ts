import type { AnyAlgorithm } from "@lockstep/language"
import { algorithmMachine } from "../machine/algorithm.ts"
import { successorsOf } from "../machine/successors.ts"
import { guarded, trouble } from "../machine/trouble.ts"
import { memoPairs } from "../store/pairs.ts"

/** The more abstract machine of a refinement: which states begin it, and which steps it can take. */
export interface AbstractMachine {
  /** The number of an abstract state. */
  readonly intern: (state: unknown) => number
  readonly begins: (state: number) => boolean
  readonly allows: (before: number, after: number) => boolean
}

/** Explores the abstract machine of a property only from the states that are asked about. */
export const abstractMachine = (property: string, algorithm: AnyAlgorithm): AbstractMachine => {
  const machine = algorithmMachine(algorithm, undefined, `refines.${property}.`)
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

  const known = new Map<number, Set<number>>()
  const numbersAfter = (state: number): Set<number> => {
    const successors = () => successorsOf(machine, states[state] as Int32Array)
    const found = known.get(state) ?? new Set(successors().map((successor) => number(successor.state)))
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
    intern: (state) => {
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
    allows: memoized(numbersAfter),
  }
}

const memoized = (numbersAfter: (state: number) => Set<number>): ((before: number, after: number) => boolean) => {
  const allowed = memoPairs((before, after) => (numbersAfter(before).has(after) ? 1 : 0))
  return (before, after) => allowed(before, after) === 1
}
