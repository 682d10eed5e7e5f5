import type { Machine } from "../machine/machine.ts"
import { successorsOf } from "../machine/successors.ts"
import type { Trace, TraceStep } from "../report.ts"
import type { Path } from "./ways.ts"

/** There may be beginnings without end behind it. */
const beginningAt = (machine: Machine, index: number): Int32Array => {
  let at = 0
  for (const beginning of machine.initial()) if (at++ === index) return beginning
  throw new Error("a path begins at a state that the machine does not begin with")
}

/** Walks a path again and writes down what happened and what each state looked like; `beginnings` is how many there are. */
export const retrace = (machine: Machine, path: Path, beginnings: number): Trace => {
  const beginning = beginningAt(machine, path.beginning)
  let state = beginning
  const steps: TraceStep[] = path.choices.map((choice) => {
    const { label, after } = successor(machine, state, choice)
    state = after
    return { label, after: machine.snapshot(after) }
  })
  return { initial: machine.snapshot(beginning), ...(beginnings > 1 && { isOneOfSeveral: true }), steps }
}

const successor = (machine: Machine, state: Int32Array, choice: number) => {
  const found = successorsOf(machine, state)[choice]
  if (found === undefined) throw new Error("a path takes a successor that the state does not have")
  return { label: machine.label(...found.step), after: found.state }
}
