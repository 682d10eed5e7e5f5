import { initialState } from "@lockstep/language"
import type { Read } from "../../store/trie.ts"
import type { Machine } from "../machine.ts"
import { guarded } from "../trouble.ts"
import type { NodeState } from "./reactions.ts"
import type { Setting } from "./setting.ts"

/** The boundary where the value of a field stands for a component: who remembers reads asks only whether it is still the same. */
const itself = (value: unknown): number => value as number

/** The fields of all nodes as they were read last. No cell and no component ever gets the number of another. */
interface Seen {
  readonly cells: number[]
  readonly components: number[]
  readonly values: unknown[]
}

const makeSeen = (): Seen => ({ cells: [], components: [], values: [] })

/** A machine, and what tells two of its states apart. */
export interface Fieldwise extends Machine {
  /** The places that differ. */
  readonly changes: (before: Int32Array, after: Int32Array) => readonly number[]
}

/**
 * A machine whose properties read each field of a node as a place of its own, for states that are met once: a property need not run again
 * when a step has changed only what it does not look at. The nodes that it sees are those of whatever state is at hand: nobody may keep one.
 */
export const fieldwise = ({ model, nodes, components, cells }: Setting, machine: Machine): Fieldwise => {
  const { value } = components
  const { places, slots, at, view } = machine
  const fields = nodes.flatMap(({ index, roleName, role, place }) => {
    const names = guarded(`${roleName}.initial`, undefined, () => Object.keys(initialState(role, place)))
    return names.map((name) => ({ index, name }))
  })

  const nodeOf = fields.map(({ index }) => index)
  const ofNode = nodes.map(({ index: node }) =>
    fields.flatMap(({ index, name }, at) => (index === node ? [{ at, name }] : [])),
  )
  /** Of a state alone, and of two end to end: each has most nodes in common with the one that was there before. */
  const [alone, first, second] = [makeSeen(), makeSeen(), makeSeen()]
  const seenIn = (states: Int32Array, from: number): Seen => (from > 0 ? second : states.length > slots ? first : alone)

  const readNode = (seen: Seen, index: number, cell: number): void => {
    seen.cells[index] = cell
    const component = cells.node(cell)
    if (seen.components[index] === component) return
    seen.components[index] = component
    const { state } = value(component) as NodeState
    for (const { at, name } of ofNode[index] ?? []) seen.values[at] = state[name]
  }

  const fieldOf = (states: Int32Array, from: number, at: number): unknown => {
    const index = nodeOf[at] as number
    const seen = seenIn(states, from)
    const cell = states[from + index] as number
    if (seen.cells[index] !== cell) readNode(seen, index, cell)
    return seen.values[at]
  }

  const changedFields = (changed: number[], index: number, before: number, after: number): void => {
    const [old, young] = [cells.node(before), cells.node(after)]
    if (old === young) return
    const [{ state: was }, { state: is }] = [value(old) as NodeState, value(young) as NodeState]
    for (const { at, name } of ofNode[index] ?? []) if (was[name] !== is[name]) changed.push(places + at)
  }

  const changes = (before: Int32Array, after: Int32Array): readonly number[] => {
    const changed: number[] = []
    for (let place = 0; place < places; place++) if (at(before, place, 0) !== at(after, place, 0)) changed.push(place)
    for (const { index } of nodes)
      if (before[index] !== after[index]) changedFields(changed, index, before[index] as number, after[index] as number)
    return changed
  }

  /** A node that is looked at field by field. */
  const lens = (read: Read, node: number): object => {
    const getters = fields.flatMap(({ index, name }, at) =>
      index === node ? [[name, { enumerable: true, get: (): unknown => read(places + at) }] as const] : [],
    )
    return Object.freeze(Object.defineProperties({}, Object.fromEntries(getters)))
  }

  const states = (read: Read): object => {
    const lists = Object.keys(model.protocol.roles).map((role) => [
      role,
      Object.freeze(nodes.filter(({ roleName }) => roleName === role).map(({ index }) => lens(read, index))),
    ])
    return Object.freeze(Object.fromEntries(lists))
  }

  return {
    ...machine,
    changes,
    places: places + fields.length,
    at: (found, place, from) =>
      place < places ? at(found, place, from) : itself(fieldOf(found, from, place - places)),
    view: (read) => [states(read), ...view(read).slice(1)],
  }
}
