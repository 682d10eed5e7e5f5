import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import { makeHistogram } from "./histogram.ts"
import type { MetricSpec, NodeLabels } from "./metrics.ts"

/** The series of one node, in the registry of metrics that its context has. */
export interface Series {
  /** A number that is read when somebody asks for it, and costs nothing until then. The answer ends it before its time. */
  readonly read: (spec: MetricSpec, look: () => number, labels?: { readonly [label: string]: string }) => () => void
  /** A histogram; its answer takes what is observed. */
  readonly observe: (spec: MetricSpec, labels?: { readonly [label: string]: string }) => (value: number) => void
  /** Nothing of this node is exported any more. */
  readonly close: () => void
}

const nothing = (): void => undefined

/** Series under the labels of a node, until they are closed. */
const makeSeries = (context: Context.Context<never>, own: NodeLabels): Series => {
  const removals: (() => void)[] = []

  const counter = (name: string, options: object, look: () => number) =>
    Metric.registerUnsafe(Metric.counter(name, { ...options, incremental: true }), context, {
      get: () => ({ count: look(), incremental: true }),
      ...{ update: nothing, modify: nothing },
    })

  const gauge = (name: string, options: object, look: () => number) =>
    Metric.registerUnsafe(Metric.gauge(name, options), context, {
      get: () => ({ value: look() }),
      ...{ update: nothing, modify: nothing },
    })

  return {
    read({ name, kind, meaning }, look, labels) {
      const options = { description: meaning, attributes: { ...own, ...labels } }
      const { remove } = kind === "counter" ? counter(name, options, look) : gauge(name, options, look)
      removals.push(remove)
      return remove
    },
    observe({ name, meaning, bounds = [] }, labels) {
      const attributes = { ...own, ...labels }
      const described = Metric.histogram(name, { description: meaning, attributes, boundaries: bounds })
      const { observe, read } = makeHistogram(bounds)
      const hooks = { get: read, update: nothing, modify: nothing }
      removals.push(Metric.registerUnsafe(described, context, hooks).remove)
      return observe
    },
    close() {
      for (const remove of removals) remove()
    },
  }
}

/** Series that are removed with the scope. */
export const series = Effect.fnUntraced(function* (own: NodeLabels) {
  const context = yield* Effect.context<never>()
  const made = makeSeries(context, own)
  yield* Effect.addFinalizer(() => Effect.sync(made.close))
  return made
})
