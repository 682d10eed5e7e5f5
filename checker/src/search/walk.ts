import { bindProperties } from "../property/properties.ts"
import type { PropertyKind, Snapshot, SpecFault, StepLabel, Told } from "../report.ts"
import { SpecTrouble } from "../store/encode.ts"
import { type Checkable, machineFor } from "../machine/load.ts"
import { successorsOf } from "../machine/successors.ts"
import { guardedSlice } from "./slice.ts"
import { toldIn } from "./trace.ts"

/** Something that can happen in a state, and the state that it leads to. */
export interface WalkStep {
  readonly label: StepLabel
  readonly state: Int32Array
  /** What its handler says to the application. */
  readonly told: () => readonly Told[]
  /** Its handler, ready to run once more as it ran: for who watches it in a debugger. */
  readonly again: () => (() => void) | undefined
}

/** Whether a property holds: in a state, or of the step that led to it. For a goal, whether it is reached there. */
export interface Holding {
  readonly kind: PropertyKind
  readonly name: string
  readonly holds: boolean
}

/** Walks through a model or an algorithm step by step, exactly as the search does. */
export interface Walk {
  readonly beginnings: () => readonly Int32Array[] | SpecFault
  /** All that can happen in a state; or the mistake in the spec that shows there. */
  readonly steps: (state: Int32Array) => readonly WalkStep[] | SpecFault
  /** Makes the mistake in the spec that shows in a state once more, and nothing that went well before it: for who watches it in a debugger. */
  readonly mistake: (state: Int32Array) => (() => void) | undefined
  readonly snapshot: (state: Int32Array) => Snapshot
  /** What every property says of a state, and of the step to it where there is one. */
  readonly holdings: (before: Int32Array | undefined, after: Int32Array) => readonly Holding[] | SpecFault
  /** Whether the search would go on from here. */
  readonly isWithin: (state: Int32Array) => boolean
}

const attempt = <Value>(run: () => Value): Value | SpecFault => {
  try {
    return run()
  } catch (error) {
    if (error instanceof SpecTrouble) return error.fault
    throw error
  }
}

const orFault = <Value>(run: () => Value): Value | SpecFault => attempt(() => guardedSlice(run))

/** Begins a walk; a model that cannot even be prepared says why. */
export const openWalk = (model: Checkable): Walk | SpecFault =>
  orFault(() => {
    const machine = machineFor(model)
    const properties = bindProperties(machine)

    const steps = (before: Int32Array): readonly WalkStep[] =>
      successorsOf(machine, before).map(({ step, state }) => ({
        label: machine.label(...step),
        state,
        told: () => toldIn(() => machine.ran(before, step, state)),
        again: () => machine.ran(before, step, state)?.again,
      }))

    const ofStep = (before: Int32Array, after: Int32Array): readonly Holding[] => {
      const both = new Int32Array(2 * machine.slots)
      both.set(before)
      both.set(after, machine.slots)
      return properties.steps.map(({ kind, name, trie }) => ({ kind, name, holds: trie.evaluate(both) === 1 }))
    }

    const holdings = (before: Int32Array | undefined, after: Int32Array): readonly Holding[] => {
      const inState = [
        ...properties.invariants,
        ...(before === undefined ? properties.beginnings : []),
        ...(steps(after).length === 0 ? properties.ends : []),
        ...properties.goals,
      ].map(({ kind, name, trie }) => ({ kind, name, holds: trie.evaluate(after) === 1 }))
      return before === undefined ? inState : [...inState, ...ofStep(before, after)]
    }

    return {
      beginnings: () => orFault(() => [...machine.initial()]),
      steps: (state) => orFault(() => steps(state)),
      mistake: (state) => ("fix" in orFault(() => steps(state)) ? () => void attempt(() => steps(state)) : undefined),
      snapshot: machine.snapshot,
      holdings: (before, after) => orFault(() => holdings(before, after)),
      isWithin: (state) =>
        orFault(() => properties.within === undefined || properties.within.evaluate(state) === 1) === true,
    }
  })
