import type { AnyAlgorithm } from "@lockstep/language"
import { beginnings, nextStates } from "./actions.ts"
import { canonical } from "./canonical.ts"

type Named<Test> = readonly (readonly [name: string, test: Test])[]
type Test<State> = (state: State) => boolean

/** Everything that the search must know, with states as plain data. */
export interface Machine<State> {
  readonly initial: readonly State[]
  /** One entry for each alternative, equal ones too. */
  readonly successors: (state: State) => readonly State[]
  /** One text for all states that count as one. */
  readonly key: (state: State) => string
  readonly within: Test<State>
  readonly always: Named<Test<State>>
  readonly never: Named<Test<State>>
  readonly history: Named<Test<State>>
  readonly reachable: Named<Test<State>>
  readonly step: Named<(before: State, after: State) => boolean>
  readonly refines: Named<{ readonly machine: AnyAlgorithm; readonly map: (state: State) => unknown }>
  readonly ends: readonly Test<State>[]
}

export interface Violation {
  readonly kind: "always" | "never" | "history" | "step" | "refines" | "ends"
  readonly name: string
  /** Steps on the shortest way to it. */
  readonly depth: number
}

export interface Findings {
  readonly states: number
  readonly transitions: number
  /** Steps on the longest shortest path. */
  readonly depth: number
  /** The first of each property that is broken. */
  readonly violations: readonly Violation[]
  readonly goals: readonly { readonly name: string; readonly depth: number | undefined }[]
  /** Explored states without a transition. */
  readonly deadlocks: number
  /** False when there are more states than the limit allows. */
  readonly complete: boolean
}

export interface SearchOptions {
  readonly limit?: number
}

interface Books {
  readonly violations: Map<string, Violation>
  readonly goals: Map<string, number>
}

const failing = function* <State>(machine: Machine<State>, state: State) {
  for (const [name, holds] of machine.always) if (!holds(state)) yield ["always", name] as const
  for (const [name, holds] of machine.never) if (holds(state)) yield ["never", name] as const
  for (const [name, holds] of machine.history) if (!holds(state)) yield ["history", name] as const
}

const isStep = (machine: AnyAlgorithm, before: unknown, after: unknown): boolean =>
  [before, ...nextStates(machine, before)].some((next) => canonical(next) === canonical(after))

const isBeginning = (machine: AnyAlgorithm, state: unknown): boolean =>
  beginnings(machine).some((initial) => canonical(initial) === canonical(state))

/** Properties of a transition that it breaks; without an origin, of a beginning. */
const failingBetween = function* <State>(machine: Machine<State>, before: State | undefined, after: State) {
  if (before !== undefined)
    for (const [name, holds] of machine.step) if (!holds(before, after)) yield ["step", name] as const
  for (const [name, { machine: abstract, map }] of machine.refines) {
    const holds = before === undefined ? isBeginning(abstract, map(after)) : isStep(abstract, map(before), map(after))
    if (!holds) yield ["refines", name] as const
  }
}

const failingAtTheEnd = function* <State>(machine: Machine<State>, state: State) {
  for (const holds of machine.ends) if (!holds(state)) yield ["ends", "ends"] as const
}

type Failures = Iterable<readonly [Violation["kind"], string]>

const note = ({ violations }: Books, failures: Failures, depth: number): void => {
  for (const [kind, name] of failures)
    if (!violations.has(`${kind} ${name}`)) violations.set(`${kind} ${name}`, { kind, name, depth })
}

const noteGoals = <State>({ goals }: Books, machine: Machine<State>, state: State, depth: number): void => {
  for (const [name, holds] of machine.reachable) if (!goals.has(name) && holds(state)) goals.set(name, depth)
}

/** Explores level by level to the end, and past every violation. */
export const search = <State>(
  machine: Machine<State>,
  { limit = Number.POSITIVE_INFINITY }: SearchOptions,
): Findings => {
  const books: Books = { violations: new Map(), goals: new Map() }
  const known = new Map<string, State>()
  let transitions = 0
  let deadlocks = 0
  let depth = 0

  const arrive = (states: readonly State[], at: number): State[] =>
    states.filter((state) => {
      const key = machine.key(state)
      if (known.has(key)) return false
      note(books, failing(machine, state), at)
      if (!machine.within(state)) return false
      known.set(key, state)
      noteGoals(books, machine, state, at)
      return true
    })

  const leave = (state: State): readonly State[] => {
    const successors = machine.successors(state)
    transitions += successors.length
    if (successors.length === 0) {
      deadlocks++
      note(books, failingAtTheEnd(machine, state), depth)
    }
    for (const next of successors) note(books, failingBetween(machine, state, next), depth + 1)
    return successors
  }

  for (const state of machine.initial) note(books, failingBetween(machine, undefined, state), 0)
  for (let level = arrive(machine.initial, 0); level.length > 0 && known.size <= limit;) {
    level = level.flatMap((state) => (known.size > limit ? [] : arrive(leave(state), depth + 1)))
    if (level.length > 0) depth++
  }
  return {
    states: known.size,
    transitions,
    depth,
    violations: [...books.violations.values()],
    goals: machine.reachable.map(([name]) => ({ name, depth: books.goals.get(name) })),
    deadlocks,
    complete: known.size <= limit,
  }
}
