import type * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Tracer from "effect/Tracer"
import { handlerName } from "../step.ts"
import type { Arrival, TraceContext } from "./arrival.ts"

/** No message is traced that is further from its call. */
const longestWay = 8

/** Makes a span of the step of a traced input, and says where what it sends stands in the trace. */
export type Spans = (arrival: Arrival) => { readonly trace: TraceContext | undefined; readonly end: () => void }

const untraced = { trace: undefined, end: () => undefined }

/** Spans of the steps of a node. An input without a trace costs a look at it. */
export const makeSpans =
  (node: string, tracer: Tracer.Tracer, clock: Clock.Clock): Spans =>
  (arrival) => {
    const { trace } = arrival
    if (trace === undefined || trace.hops >= longestWay) return untraced
    const span = tracer.span({
      name: `lockstep.${handlerName(arrival)}`,
      parent: Option.some(Tracer.externalSpan(trace)),
      kind: arrival.kind === "message" ? "consumer" : "server",
      startTime: clock.currentTimeNanosUnsafe(),
      ...{ annotations: Context.empty(), links: [], root: false, sampled: true },
    })
    span.attribute("lockstep.node", node)
    return {
      trace: { traceId: span.traceId, spanId: span.spanId, hops: trace.hops + 1 },
      end: () => span.end(clock.currentTimeNanosUnsafe(), Exit.void),
    }
  }

/** The trace of who runs an effect, if there is one. */
export const callersTrace = (context: Context.Context<never>): TraceContext | undefined => {
  const span = Option.getOrUndefined(Context.getOption(context, Tracer.ParentSpan))
  return span?.sampled === true ? { traceId: span.traceId, spanId: span.spanId, hops: 0 } : undefined
}
