import type { Machine, Ran } from "../machine/machine.ts"
import { type Successor, successorsOf } from "../machine/successors.ts"
import type { Told, Trace, TraceStep } from "../report.ts"
import { SpecTrouble } from "../store/encode.ts"
import { guardedSlice } from "./slice.ts"
import type { Path } from "./ways.ts"

/** There may be beginnings without end behind it. */
const beginningAt = (machine: Machine, index: number): Int32Array => {
  let at = 0
  for (const beginning of machine.initial()) if (at++ === index) return beginning
  throw new Error("a path begins at a state that the machine does not begin with")
}

/** What the handler of a step told. One that did well in the search, and does not once more, has nothing to tell here. */
export const toldIn = (find: () => Ran | undefined): readonly Told[] => {
  try {
    return guardedSlice(find)?.told ?? []
  } catch (error) {
    if (error instanceof SpecTrouble) return []
    throw error
  }
}

/** Walks a path again and writes down what happened and what each state looked like; `beginnings` is how many there are. */
export const retrace = (machine: Machine, path: Path, beginnings: number): Trace => {
  const beginning = beginningAt(machine, path.beginning)
  let state = beginning
  const steps: TraceStep[] = path.choices.map((choice) => {
    const { step, state: after } = successor(machine, state, choice)
    const told = toldIn(() => machine.ran(state, step, after))
    state = after
    return { label: machine.label(...step), after: machine.snapshot(after), ...(told.length > 0 && { told }) }
  })
  return { initial: machine.snapshot(beginning), ...(beginnings > 1 && { isOneOfSeveral: true }), steps }
}

const successor = (machine: Machine, state: Int32Array, choice: number): Successor => {
  const found = successorsOf(machine, state)[choice]
  if (found === undefined) throw new Error("a path takes a successor that the state does not have")
  return found
}
