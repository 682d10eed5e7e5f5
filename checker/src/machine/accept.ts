import type { Lane, Snapshot, Trace } from "../report.ts"
import { encode } from "../store/encode.ts"
import type { Checkable } from "./load.ts"
import { machineFor } from "./load.ts"
import { successorsOf } from "./successors.ts"

/** What is on its way, in an order that does not depend on who came first. */
const sorted = (lane: Lane): Lane =>
  lane.kind === "network" && Array.isArray(lane.value)
    ? { ...lane, value: lane.value.map((envelope: unknown) => encode(envelope)).toSorted() }
    : lane

/** What a state looks like, but for what is left of the budgets of faults. */
const looksOf = (snapshot: Snapshot): string => encode(snapshot.filter(({ kind }) => kind !== "faults").map(sorted))

/**
 * The number of the first step of a trace that a model does not take, from 1; 0 if it does not begin so, `undefined` if it takes all.
 * `looks` tells by what two states are the same: a trace that went through JSON knows less of its values.
 */
export const firstStrange = (
  model: Checkable,
  { initial, steps }: Trace,
  looks: (snapshot: Snapshot) => string = looksOf,
): number | undefined => {
  const machine = machineFor(model)
  const like = (states: Iterable<Int32Array>, snapshot: Snapshot): Int32Array[] => {
    const wanted = looks(snapshot)
    const alike = [...states].filter((state) => looks(machine.snapshot(state)) === wanted)
    return [...new Map(alike.map((state) => [state.join(), state])).values()]
  }
  let states = like(machine.initial(), initial)
  for (const [at, { after }] of steps.entries()) {
    if (states.length === 0) return at
    states = like(
      states.flatMap((state) => successorsOf(machine, state).map((successor) => successor.state)),
      after,
    )
  }
  return states.length === 0 ? steps.length : undefined
}
