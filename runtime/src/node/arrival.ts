import type { Input } from "../step.ts"

/** Where in a trace of OpenTelemetry something happens. */
export interface TraceContext {
  readonly traceId: string
  readonly spanId: string
  /** How many messages led here since the call: a protocol that always answers would be traced for ever. */
  readonly hops: number
}

/** Which message of a node this is: the receiver's record of it is matched with the sender's. */
export interface Origin {
  /** The sender's life: numbers begin anew with each. */
  readonly life: string
  /** The number among those for this receiver, from 1. */
  readonly number: number
}

/** An input as it comes to a node, with what is known of its way. */
export type Arrival = Input & { readonly trace?: TraceContext; readonly origin?: Origin }
