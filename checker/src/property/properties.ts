import type { AnyAlgorithm, AnyProperties, HistoryProperty, Refinement } from "@lockstep/language"
import type { Machine } from "../machine/machine.ts"
import { demandTruth, guarded, trouble } from "../machine/trouble.ts"
import type { PropertyKind } from "../report.ts"
import type { Test } from "../store/together.ts"
import { makeTrie, type Memo, type Read, type Remember } from "../store/trie.ts"
import { consistentHistory } from "./history.ts"
import { abstractMachine } from "./refinement.ts"

/** A property of single states. */
export interface StateProperty {
  readonly kind: PropertyKind
  readonly name: string
  readonly trie: Memo
  /** What the memo remembers, where it remembers no more than whether something holds. */
  readonly test?: Test
}

/** A property of steps: of a state and its successor, laid end to end. */
export interface StepProperty {
  readonly kind: PropertyKind
  readonly name: string
  readonly trie: Memo
  readonly test?: Test
}

export interface BoundProperties {
  /** Broken where they give 0. */
  readonly invariants: readonly StateProperty[]
  /** Reached where they give 1. */
  readonly goals: readonly StateProperty[]
  readonly steps: readonly StepProperty[]
  /** Must hold where nothing can happen. */
  readonly ends: readonly StateProperty[]
  readonly within: Memo | undefined
}

type Predicate = (...view: never) => boolean

const truth = (name: string, value: unknown): number => (demandTruth(name, value) ? 1 : 0)

/** A machine, and how the results of its properties are remembered. */
interface Seen extends Machine {
  readonly remember: Remember
  /** Whether properties are asked only as often as they must be: by who goes along a model that is checked elsewhere. */
  readonly trusts: boolean
}

const impure = (name: string) => (): never => trouble("impure", name, "reads different parts of the same state")

/** So many runs are made twice, and after them one of so many: what is not pure differs soon, and properties run for every state. */
const few = 16

const steady = ({ trusts }: Seen, name: string, run: () => number): (() => number) => {
  if (trusts) return run
  let runs = 0
  return () => {
    const result = run()
    runs++
    if ((runs <= few || runs % few === 0) && run() !== result)
      trouble("impure", name, "gave two answers to the same state")
    return result
  }
}

/** A test of single states. */
const predicate = (machine: Seen, name: string, holds: Predicate): Test => ({
  bind: (read) => {
    const view = machine.view(read)
    return steady(machine, name, () =>
      truth(
        name,
        guarded(name, undefined, () => holds(...(view as never))),
      ),
    )
  },
  impure: impure(name),
  at: machine.at,
})

const negated = (test: Test): Test => ({
  ...test,
  bind: (read) => {
    const run = test.bind(read)
    return () => 1 - run()
  },
})

/** A test of steps. */
const pairwise = (machine: Seen, name: string, holds: Predicate): Test => {
  const { at, places, slots } = machine
  const after =
    (read: Read): Read =>
    (place) =>
      read(place + places)
  return {
    bind: (read) => {
      const [old, aroundOld] = machine.view(read)
      const [young, aroundYoung] = machine.view(after(read))
      const views = [old, young, aroundOld, aroundYoung]
      return steady(machine, name, () =>
        truth(
          name,
          guarded(name, undefined, () => holds(...(views as never))),
        ),
      )
    },
    impure: impure(name),
    at: (both, place) => (place < places ? at(both, place, 0) : at(both, place - places, slots)),
  }
}

const propertyOf = (machine: Seen, kind: PropertyKind, name: string, test: Test): StateProperty => ({
  kind,
  name,
  trie: machine.remember(test.bind, test.impure, test.at),
  test,
})

const named = <Value>(
  properties: readonly AnyProperties[],
  pick: (one: AnyProperties) => { readonly [name: string]: Value } | undefined,
) => properties.flatMap((one) => Object.entries(pick(one) ?? {}))

/** Names that stand in two kinds of properties, or in protocol and model, would be told apart by nobody. */
const demandDistinctNames = (all: readonly { readonly name: string }[]): void => {
  const seen = new Set<string>()
  for (const { name } of all) {
    if (seen.has(name)) trouble("bad-model", name, "names two properties")
    seen.add(name)
  }
}

const refinements = (machine: Seen): { states: StateProperty[]; steps: StepProperty[] } => {
  const states: StateProperty[] = []
  const steps: StepProperty[] = []
  for (const [name, one] of named(machine.properties, ({ refines }) => refines)) {
    const abstract = abstractMachine(name, (one as Refinement<never, never>).machine as AnyAlgorithm)
    const map = (read: Read) => {
      const view = machine.view(read)
      return steady(machine, name, () =>
        abstract.intern(guarded(name, undefined, () => (one.map as (...view: never) => unknown)(...(view as never)))),
      )
    }
    const image = machine.remember(map, impure(name), machine.at)
    states.push({
      kind: "refines",
      name: `${name}, at the beginning`,
      trie: {
        ...image,
        evaluate: (state) => guarded(name, undefined, () => (abstract.begins(image.evaluate(state)) ? 1 : 0)),
      },
    })
    const allowed = (both: Int32Array): number => {
      const before = image.evaluate(both, 0)
      const after = image.evaluate(both, machine.slots)
      return before === after || abstract.allows(before, after) ? 1 : 0
    }
    steps.push({ kind: "refines", name, trie: { ...image, evaluate: allowed } })
  }
  return { states, steps }
}

const histories = (machine: Seen): StateProperty[] =>
  named(machine.properties, ({ history }) => history).map(([name, one]) => {
    const bind = (read: Read) => () =>
      guarded(name, undefined, () =>
        consistentHistory(name, one as HistoryProperty, machine.components.value(read(machine.historyPlace))) ? 1 : 0,
      )
    return propertyOf(machine, "history", name, { bind, impure: impure(name), at: machine.at })
  })

/**
 * All properties of a machine, each remembered by what it read. Beginnings of refinements are checked apart. What only says yes or no may see
 * the machine in another way; the image of a refinement is kept, so that it needs values.
 */
export const bindProperties = (
  of: Machine,
  remember: Remember = makeTrie,
  seen = of,
): BoundProperties & { readonly beginnings: readonly StateProperty[] } => {
  const trusts = remember !== makeTrie
  const machine: Seen = { ...seen, remember, trusts }
  const whole: Seen = { ...of, remember, trusts }
  const all = machine.properties
  const state = (kind: PropertyKind, [name, holds]: readonly [string, unknown]): StateProperty =>
    propertyOf(machine, kind, name, predicate(machine, name, holds as Predicate))
  const refined = refinements(whole)
  const bound = {
    invariants: [
      ...named(all, ({ always }) => always).map((one) => state("always", one)),
      ...named(all, ({ never }) => never).map(([name, holds]) =>
        propertyOf(machine, "never", name, negated(predicate(machine, name, holds as Predicate))),
      ),
      ...histories(whole),
    ],
    goals: named(all, ({ reachable }) => reachable).map((one) => state("reachable", one)),
    steps: [
      ...named(all, ({ step }) => step).map(([name, holds]): StepProperty =>
        propertyOf(machine, "step", name, pairwise(machine, name, holds as Predicate)),
      ),
      ...refined.steps,
    ],
    ends: all.flatMap(({ ends }) => (ends === undefined ? [] : [state("ends", ["ends", ends])])),
    within: machine.within && state("always", ["within", machine.within]).trie,
    beginnings: refined.states,
  }
  demandDistinctNames([...bound.invariants, ...bound.goals, ...bound.steps])
  return bound
}
