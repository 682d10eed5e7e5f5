import type { Snapshot, Trace } from "../src/report.ts"
import { canonical } from "./naive/canonical.ts"
import type { Machine } from "./naive/search.ts"
import { type Global, nodeOf } from "./naive/state.ts"

/** A machine whose states can be recognised in the checker's traces. */
export interface Replayed<State> extends Machine<State> {
  readonly shows: (state: State, snapshot: Snapshot) => boolean
}

/** In an algorithm's trace each variable has a line. */
export const showsVariables = (state: unknown, snapshot: Snapshot): boolean =>
  canonical(state) === canonical(Object.fromEntries(snapshot.map(({ name, value }) => [name, value])))

const sortedText = (items: unknown): string => canonical((items as readonly unknown[]).map(canonical).toSorted())

const showsNode = (state: Global, name: string, value: unknown): boolean =>
  Object.entries(nodeOf(state, name).state).every(
    ([field, content]) => canonical(content) === canonical((value as { readonly [field: string]: unknown })[field]),
  )

/** In a protocol's trace the states of the nodes, the messages and the budgets are compared. */
export const showsNodes = (state: Global, snapshot: Snapshot): boolean =>
  snapshot.every(({ kind, name, value }) => {
    if (kind === "node") return showsNode(state, name, value)
    if (kind === "network") return sortedText(value) === sortedText(state.network)
    return kind !== "faults" || canonical(value) === canonical(state.budgets)
  })

const distinct = <State>(states: readonly State[]): readonly State[] => [
  ...new Map(states.map((state) => [canonical(state), state])).values(),
]

/** The states of the reference in which a trace may end; none when it cannot happen. */
export const endsOf = <State>({ initial, steps }: Trace, machine: Replayed<State>): readonly State[] =>
  steps.reduce<readonly State[]>(
    (states, { after }) => distinct(states.flatMap(machine.successors)).filter((state) => machine.shows(state, after)),
    machine.initial.filter((state) => machine.shows(state, initial)),
  )
