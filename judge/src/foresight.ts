import type { SequentialObject } from "@lockstep/language"

/**
 * What can be said of a read before it is tried: without it, a stale answer is found out only after all orders of what goes on at the same
 * time. Both may say yes too often, and never no where it is wrong.
 */
export interface Foresight {
  /** Whether changes other than `makes` may lead from this state to one that gives this answer. */
  readonly grows: (state: unknown, argument: unknown, answer: unknown) => boolean
  /** Whether this change may lead to such a state from any other. */
  readonly makes: (call: string, argument: unknown, readArgument: unknown, answer: unknown) => boolean
}

/** A sequential object that can say more of its reads. */
export interface ForeseeingObject extends SequentialObject {
  readonly foresight?: { readonly [read: string]: Foresight }
}
