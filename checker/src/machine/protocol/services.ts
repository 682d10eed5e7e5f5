import { encode, freezeDeep, kindOf } from "../../store/encode.ts"
import { eachTime, memoPairs, memoValues } from "../../store/pairs.ts"
import type { Sink } from "../machine.ts"
import { guarded, trouble } from "../trouble.ts"
import { kinds } from "./label.ts"
import type { NodeState, PendingActivity } from "./reactions.ts"
import type { Setting } from "./setting.ts"

type World = { readonly [activity: string]: unknown }
const asItIs = <Compute>(compute: Compute): Compute => compute

type Ways = readonly (readonly [state: unknown, answer: unknown])[]
type Perform = (state: unknown, request: unknown, key: string) => unknown

/** The boundary where what a model says of a service loses the types of its own protocol. */
const performerOf = ({ perform }: { readonly perform: unknown }): Perform => perform as Perform

const areWays = (given: unknown): given is Ways =>
  Array.isArray(given) && given.every((way) => Array.isArray(way) && way.length === 2)

const demandWays = (name: string, request: unknown, given: unknown): Ways =>
  areWays(given)
    ? given
    : trouble(
        "bad-model",
        name,
        `gave ${kindOf(given)} where a list of \`[state, answer]\` was due`,
        request,
        "give one `[state, answer]` for each thing that may come of the request",
      )

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

/** Something that a node waits for. */
type Asked = Pick<PendingActivity, "activity" | "key" | "request">

/** What becomes of the world, and what was asked with the answer to it. */
interface Outcome {
  readonly world: number
  readonly what: number
}

/**
 * The services of a model. What a service answers is worked out once for each request and world, and not for each node that waits for it
 * together with other things. Of states that are met once nothing is kept, or a long walk would fill the memory.
 */
export const makeServices = ({ model, components, cells, slots, fleeting, keep }: Setting): Services => {
  const { value } = components
  const [memo, memoLists] = fleeting === undefined ? [memoPairs, memoValues] : [eachTime, asItIs]

  /** What a service gave is data, however long it is kept. */
  const keepData = (given: unknown): number => {
    if (fleeting === undefined) return keep(given)
    encode(given)
    freezeDeep(given)
    return keep(given)
  }

  const openOf = memoLists((component): readonly number[] => {
    const { stopped, pending } = value(component) as NodeState
    const open = stopped ? [] : pending.filter(({ answer }) => answer.length === 0)
    return open.map(({ activity, key, request }) => keep({ activity, key, request } satisfies Asked))
  })

  const outcomesOf = memoLists((asked, world): readonly Outcome[] => {
    const { activity, key, request } = value(asked) as Asked
    const state = value(world) as World
    const name = `activities.${activity}`
    const service =
      model.activities?.[activity] ?? trouble("no-service", name, "is performed, and the model has no such service")
    const run = performerOf(service)
    const perform = (): readonly Outcome[] =>
      guarded(name, request, () =>
        demandWays(name, request, run(state[activity], request, key)).map(([next, answer]) => ({
          world: keepData({ ...state, [activity]: next }),
          what: keepData({ activity, key, request, answer }),
        })),
      )
    const first = perform()
    if (fleeting === undefined && JSON.stringify(first) !== JSON.stringify(perform()))
      trouble("impure", name, "gave two answers to the same request", request)
    return first
  })

  const answered = memo((component, what) => {
    const state = value(component) as NodeState
    const { activity, key, answer } = value(what) as Asked & { readonly answer: unknown }
    const pending = state.pending.map((one) =>
      one.activity === activity && one.key === key ? { ...one, answer: [answer] } : one,
    )
    return keep({ ...state, pending })
  })

  const waiting = (component: number, world: number): readonly Performance[] =>
    openOf(component, 0).flatMap((asked) =>
      outcomesOf(asked, world).map(({ world: next, what }) => ({ world: next, node: answered(component, what), what })),
    )
  /** As `memoLists`, but in a closure of its own, of which the engine makes faster code: it is asked for every node of every state. */
  const all: (readonly Performance[])[] = []
  const known = memoPairs((component, world) => all.push(waiting(component, world)) - 1)
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
