import type { Machine, Renaming } from "../machine/machine.ts"
import { type Successor, successorsOf } from "../machine/successors.ts"
import { trouble } from "../machine/trouble.ts"
import type { BoundProperties, StateProperty, StepProperty } from "../property/properties.ts"

/** Tests that what a spec calls interchangeable is. Stops the search where it is not. */
export interface Exchange {
  /** Whether properties say of a state what they say of it with other names. */
  readonly ofState: (state: Int32Array) => void
  /** Whether the same can happen in a state and in it with other names, and properties say the same of it. */
  readonly ofSteps: (state: Int32Array) => void
}

/** So many renamings are tested at first, with every state; then of so many states one, with one renaming. */
const thorough = { states: 5_000, steps: 1_000 } as const
const sampled = { states: 128, steps: 1_024 } as const
type What = keyof typeof thorough
const whats: readonly What[] = ["states", "steps"]

const keyOf = (state: Int32Array): string => state.join()

const unlike = (name: string): never =>
  trouble("orders-nodes", name, "treats interchangeable nodes or values differently, so they are not interchangeable")

const nameOf = (machine: Machine, { step }: Successor): string => {
  const { handler, name } = machine.label(...step)
  return handler ?? name
}

/** Of two lists of successors, one that only the first has. */
const missing = (successors: readonly Successor[], others: readonly Successor[]): Successor | undefined => {
  const known = new Set(others.map(({ state }) => keyOf(state)))
  return successors.find(({ state }) => !known.has(keyOf(state)))
}

/** Memory for how much all threads of a search have tested with all other names. */
export const makeTestedMemory = (): SharedArrayBuffer => new SharedArrayBuffer(4 * whats.length)

/** Of very many renamings a state is tried with so many; the next state with others. */
const most = 24

/** As many of them, from a place on and around. */
const turn = (renamings: readonly Renaming[], from: number, count: number): readonly Renaming[] => {
  const first = from % renamings.length
  return [
    ...renamings.slice(first, first + count),
    ...renamings.slice(0, Math.max(0, first + count - renamings.length)),
  ]
}

/** Gives all renamings at first, and later one now and then: what is tested costs as much as without symmetry. */
const makeChoice = (
  renamings: readonly Renaming[],
  what: What,
  memory: SharedArrayBuffer,
): (() => readonly Renaming[]) => {
  const tested = new Int32Array(memory)
  const share = Math.min(most, renamings.length)
  let isAtFirst = true
  let met = 0
  return () => {
    if (isAtFirst) {
      const before = Atomics.add(tested, whats.indexOf(what), share)
      isAtFirst = before + share <= thorough[what]
      if (isAtFirst) return turn(renamings, before, share)
    }
    met++
    if (met % sampled[what] !== 0) return []
    const at = (met / sampled[what]) % renamings.length
    return renamings.slice(at, at + 1)
  }
}

/** Tests a machine with renamings, together with the other threads that count in the same memory. */
export const makeExchange = (machine: Machine, properties: BoundProperties, tested: SharedArrayBuffer): Exchange => {
  const { slots, renamings } = machine
  const [ofStates, ofTheirSteps] = [makeChoice(renamings, "states", tested), makeChoice(renamings, "steps", tested)]
  const renamedBy = (rename: Renaming, state: Int32Array): Int32Array => state.map((_, slot) => rename(state, slot))

  const compare = (all: readonly (StateProperty | StepProperty)[], states: Int32Array, others: Int32Array): void => {
    for (const { name, trie } of all) if (trie.evaluate(states) !== trie.evaluate(others)) unlike(name)
  }

  const ofState = (state: Int32Array): void => {
    const { invariants, goals, within } = properties
    for (const rename of ofStates()) {
      const renamed = renamedBy(rename, state)
      compare([...invariants, ...goals], state, renamed)
      if (within !== undefined && within.evaluate(state) !== within.evaluate(renamed)) unlike("within")
    }
  }

  const both = (before: Int32Array, after: Int32Array): Int32Array => {
    const pair = new Int32Array(2 * slots)
    pair.set(before)
    pair.set(after, slots)
    return pair
  }

  const ofSteps = (state: Int32Array): void => {
    const { steps, ends } = properties
    const renames = ofTheirSteps()
    if (renames.length === 0) return
    const successors = successorsOf(machine, state)
    for (const rename of renames) {
      const twin = renamedBy(rename, state)
      const images = successors.map(({ step, state: after }) => ({ step, state: renamedBy(rename, after) }))
      const others = successorsOf(machine, twin)
      const strange = missing(images, others) ?? missing(others, images)
      if (strange !== undefined) unlike(nameOf(machine, strange))
      for (const [at, after] of successors.entries())
        compare(steps, both(state, after.state), both(twin, (images[at] ?? after).state))
      if (successors.length === 0) compare(ends, state, twin)
    }
  }

  return { ofState, ofSteps }
}
