import { memoPairs } from "../../store/pairs.ts"
import type { Sink } from "../machine.ts"
import { kinds } from "./label.ts"
import type { NodeState } from "./reactions.ts"
import type { Setting } from "./setting.ts"

/** A stopped clock holds nobody back, and fits the memo. */
const stoppedClock = 0x7fffffff

/** The ticks of the nodes' clocks, no further apart than the model's skew. */
export const makeClocks = ({ model: { clocks }, nodes, components, cells }: Setting) => {
  const { intern, value } = components
  const clockOf = memoPairs((component) => {
    const { clock, stopped } = value(component) as NodeState
    return stopped ? stoppedClock : clock
  })
  const ticked = memoPairs((component) => {
    const state = value(component) as NodeState
    return intern({ ...state, clock: state.clock + 1 })
  })

  const slowest = (state: Int32Array): number =>
    nodes.reduce((least, { index }) => Math.min(least, clockOf(cells.node(state[index] as number), 0)), stoppedClock)

  return (state: Int32Array, sink: Sink): void => {
    if (clocks === undefined) return
    const least = slowest(state)
    for (const { index } of nodes) {
      const cell = state[index] as number
      const component = cells.node(cell)
      const clock = clockOf(component, 0)
      if (clock >= clocks.until || clock + 1 - least > clocks.skew) continue
      sink.set(index, cells.withNode(cell, ticked(component, 0)))
      sink.commit(kinds.tick, index, 0)
    }
  }
}
