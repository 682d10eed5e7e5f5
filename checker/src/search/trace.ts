import type { Machine, Sink } from "../machine/machine.ts"
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
  let next = state.slice()
  let count = 0
  let found: { readonly label: TraceStep["label"]; readonly after: Int32Array } | undefined
  const sink: Sink = {
    get: (slot) => next[slot] as number,
    set: (slot, component) => {
      next[slot] = component
    },
    commit: (kind, a, b) => {
      if (count++ === choice) found = { label: machine.label(kind, a, b), after: next }
      next = state.slice()
    },
  }
  machine.expand(state, sink)
  if (found === undefined) throw new Error("a path takes a successor that the state does not have")
  return found
}
