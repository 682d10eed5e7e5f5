import type { InstanceView, StateView, VerdictView } from "../view.ts"
import type { Graph } from "./graph.ts"

export const tabs = ["trace", "graph", "state", "next"] as const
export type Tab = (typeof tabs)[number]

/** All that the page shows at one time. */
export interface Session {
  readonly instances: readonly InstanceView[]
  readonly instance: InstanceView
  /** Absent while the check goes on. */
  readonly verdict: VerdictView | undefined
  readonly path: readonly string[]
  /** One more than there are steps on the path. */
  readonly states: readonly StateView[]
  /** Which of the states is shown. */
  readonly at: number
  /** Which of the steps that can happen is chosen. */
  readonly chosen: number
  readonly filter: string
  readonly tab: Tab
  readonly notice: string
  readonly graph: Graph
}

/** The state that is shown. */
export const shownState = ({ states, at }: Session): StateView | undefined => states[at]

/** The steps that the filter leaves. */
export const listedSteps = (session: Session): StateView["steps"] => {
  const words = session.filter.toLowerCase().split(/\s+/)
  const steps = shownState(session)?.steps ?? []
  return steps.filter(({ node = "", text, changes }) => {
    const all = [node, text, ...changes].join(" ").toLowerCase()
    return words.every((word) => all.includes(word))
  })
}

/** The names of the nodes, in their order. */
export const nodesOf = ({ states }: Pick<Session, "states">): readonly string[] =>
  (states.find(({ lanes }) => lanes.length > 0)?.lanes ?? [])
    .filter(({ kind }) => kind === "node")
    .map(({ name }) => name)
