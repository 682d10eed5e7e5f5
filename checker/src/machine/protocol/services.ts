import { memoPairs } from "../../store/pairs.ts"
import type { Sink } from "../machine.ts"
import { guarded, trouble } from "../trouble.ts"
import { kinds } from "./label.ts"
import type { NodeState, PendingActivity } from "./reactions.ts"
import type { Setting } from "./setting.ts"

type World = { readonly [activity: string]: unknown }
type Perform = (state: unknown, request: unknown, key: string) => readonly (readonly [unknown, unknown])[]

interface Performance {
  readonly world: number
  readonly node: number
  readonly what: number
}

/** The steps of external services: each performs one pending activity of a node. */
export const makeServices = ({ model, components, cells, slots }: Setting) => {
  const { intern, value } = components

  const perform = (state: NodeState, world: World, one: PendingActivity, at: number): Performance[] => {
    const { activity, key, request } = one
    const name = `activities.${activity}`
    const service =
      model.activities?.[activity] ?? trouble("no-service", name, "is performed, and the model has no such service")
    const run = service.perform as unknown as Perform
    return guarded(name, request, () =>
      run(world[activity], request, key).map(([next, answer]) => ({
        world: intern({ ...world, [activity]: next }),
        node: intern({ ...state, pending: state.pending.with(at, { ...one, answer: [answer] }) }),
        what: intern({ activity, key, request, answer }),
      })),
    )
  }

  const performances: (readonly Performance[])[] = []
  const known = memoPairs((component, world) => {
    const state = value(component) as NodeState
    const waiting = state.stopped ? [] : [...state.pending.entries()].filter(([, { answer }]) => answer.length === 0)
    return performances.push(waiting.flatMap(([at, one]) => perform(state, value(world) as World, one, at))) - 1
  })

  return (state: Int32Array, sink: Sink, index: number): void => {
    const cell = state[index] as number
    const made = performances[known(cells.node(cell), state[slots.world] as number)]
    for (const { world, node, what } of made ?? []) {
      sink.set(slots.world, world)
      sink.set(index, cells.withNode(cell, node))
      sink.commit(kinds.perform, index, what)
    }
  }
}
