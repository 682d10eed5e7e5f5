import type { AnyModel, Effect, Input, NodeId } from "@lockstep/language"
import { canonical } from "./canonical.ts"
import type { Activity, Global } from "./state.ts"
import { living, nodeOf, withNode } from "./state.ts"

/** Puts activities in an order in which two of the same content are alike. */
export const inOrder = (activities: readonly Activity[]): readonly Activity[] =>
  activities.toSorted((a, b) => (canonical(a) < canonical(b) ? -1 : 1))

const isSame = (one: { activity: string; key: string }, other: Activity): boolean =>
  one.activity === other.activity && one.key === other.key

const withActivities = (state: Global, node: NodeId, activities: readonly Activity[]): Global =>
  withNode(state, node, { activities: inOrder(activities) })

/** A node asks the world for something, once for each key. */
export const requested = (state: Global, node: NodeId, effect: Extract<Effect, { kind: "perform" }>): Global => {
  const { activities } = nodeOf(state, node)
  if (activities.some((other) => isSame(effect, other))) return state
  const { activity, key, request } = effect
  return withActivities(state, node, [...activities, { activity, key, request, answer: null }])
}

/** A crash forgets the answers that have not been delivered. */
export const askedAgain = (state: Global, node: NodeId): Global =>
  withActivities(
    state,
    node,
    nodeOf(state, node).activities.map((activity) => ({ ...activity, answer: null })),
  )

const performed = (state: Global, node: NodeId, pending: Activity, model: AnyModel): readonly Global[] => {
  const service = model.activities?.[pending.activity]
  if (service === undefined) throw new Error(`there is no service for ${pending.activity}`)
  const { activities } = nodeOf(state, node)
  return service
    .perform(state.world[pending.activity] as never, pending.request as never, pending.key)
    .map(([world, value]) => {
      const answered = activities.map((other) => (other === pending ? { ...other, answer: { value } } : other))
      return withActivities({ ...state, world: { ...state.world, [pending.activity]: world } }, node, answered)
    })
}

/** Every way in which a service may perform a pending activity. */
export const performances = (state: Global, model: AnyModel): readonly Global[] =>
  living(state).flatMap((node) =>
    nodeOf(state, node)
      .activities.filter(({ answer }) => answer === null)
      .flatMap((pending) => performed(state, node, pending, model)),
  )

/** An answer that may reach its node, and the state of everything else when it does. */
export interface Delivered {
  readonly node: NodeId
  readonly input: Input
  readonly rest: Global
}

/** Every answer that may be delivered. */
export const results = (state: Global): readonly Delivered[] =>
  living(state).flatMap((node) => {
    const { activities } = nodeOf(state, node)
    return activities.flatMap((pending) => {
      const { activity, key, request, answer } = pending
      if (answer === null) return []
      const rest = withActivities(
        state,
        node,
        activities.filter((other) => other !== pending),
      )
      return [{ node, input: { kind: "result", activity, key, request, result: answer.value } as const, rest }]
    })
  })
