import { initialState } from "@lockstep/language"
import type { Read } from "../../store/trie.ts"
import type { Machine } from "../machine.ts"
import { guarded } from "../trouble.ts"
import type { NodeState } from "./reactions.ts"
import type { Setting } from "./setting.ts"

/** The boundary where the value of a field stands for a component: who remembers reads asks only whether it is still the same. */
const itself = (value: unknown): number => value as number

/**
 * A machine whose properties read each field of a node as a place of its own, for states that are met once: a property need not run again
 * when a step has changed only what it does not look at. The nodes that it sees are those of whatever state is at hand: nobody may keep one.
 */
export const fieldwise = ({ model, nodes, components, cells }: Setting, machine: Machine): Machine => {
  const { value } = components
  const { places, at, view } = machine
  const fields = nodes.flatMap(({ index, roleName, role, place }) => {
    const names = guarded(`${roleName}.initial`, undefined, () => Object.keys(initialState(role, place)))
    return names.map((name) => ({ index, name }))
  })

  const fieldOf = (states: Int32Array, from: number, { index, name }: (typeof fields)[number]): unknown =>
    (value(cells.node(states[from + index] as number)) as NodeState).state[name]

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
    places: places + fields.length,
    at(found, place, from) {
      const field = fields[place - places]
      return field === undefined ? at(found, place, from) : itself(fieldOf(found, from, field))
    },
    view: (read) => [states(read), ...view(read).slice(1)],
  }
}
