import { memoPairs } from "../../store/pairs.ts"
import type { Sink } from "../machine.ts"
import { guarded, trouble } from "../trouble.ts"
import { kinds } from "./label.ts"
import type { NodeState, PendingActivity } from "./reactions.ts"
import type { Setting } from "./setting.ts"

type World = { readonly [activity: string]: unknown }
type Perform = (state: unknown, request: unknown, key: string) => readonly (readonly [unknown, unknown])[]

/** The boundary where what a model says of a service loses the types of its own protocol. */
const performerOf = ({ perform }: { readonly perform: unknown }): Perform => perform as Perform

/** One way in which a service may perform what a node has asked for: the components afterwards, and what was performed. */
export interface Performance {
  readonly world: number
  readonly node: number
  readonly what: number
}

/** The steps of external services: each performs one pending activity of a node. */
export interface Services {
  /** All that may be performed for a node, whose component this is. */
  readonly performances: (component: number, world: number) => readonly Performance[]
  readonly serve: (state: Int32Array, sink: Sink, index: number) => void
}

/** The services of a model. */
export const makeServices = ({ model, components, cells, slots, fleeting }: Setting): Services => {
  const { intern, value } = components

  const perform = (state: NodeState, world: World, one: PendingActivity, at: number): Performance[] => {
    const { activity, key, request } = one
    const name = `activities.${activity}`
    const service =
      model.activities?.[activity] ?? trouble("no-service", name, "is performed, and the model has no such service")
    const run = performerOf(service)
    return guarded(name, request, () =>
      run(world[activity], request, key).map(([next, answer]) => ({
        world: intern({ ...world, [activity]: next }),
        node: intern({ ...state, pending: state.pending.with(at, { ...one, answer: [answer] }) }),
        what: intern({ activity, key, request, answer }),
      })),
    )
  }

  const waiting = (component: number, world: number): readonly Performance[] => {
    const state = value(component) as NodeState
    const open = state.stopped ? [] : [...state.pending.entries()].filter(([, { answer }]) => answer.length === 0)
    return open.flatMap(([at, one]) => perform(state, value(world) as World, one, at))
  }
  const all: (readonly Performance[])[] = []
  const known = memoPairs((component, world) => all.push(waiting(component, world)) - 1)
  /** Of states that are met once nothing is kept, or a long walk would fill the memory. */
  const performances =
    fleeting === undefined ? (component: number, world: number) => all[known(component, world)] ?? [] : waiting

  const serve = (state: Int32Array, sink: Sink, index: number): void => {
    const cell = state[index] as number
    for (const { world, node, what } of performances(cells.node(cell), state[slots.world] as number)) {
      sink.set(slots.world, world)
      sink.set(index, cells.withNode(cell, node))
      sink.commit(kinds.perform, index, what)
    }
  }
  return { performances, serve }
}
