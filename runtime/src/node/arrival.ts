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

/** How many lanes the mailbox of a node has. */
export const lanes = 3

/**
 * The lane of the mailbox in which an arrival waits. Messages go before timers: what a node that was held up for a while finds first is
 * often the message that puts its timer off. Calls go last, or a node with many of them would miss the answers that end them.
 */
export const laneOf = ({ kind }: Arrival): number => (kind === "call" ? 2 : kind === "timer" ? 1 : 0)
