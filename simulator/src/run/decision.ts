/** One thing that the schedule lets happen. A run is a function of its seed and its decisions: what is not possible is passed over. */
export type Decision =
  /** A frame arrives, arrives and stays, or is lost: the `nth` that waits between the two. */
  | { readonly kind: "deliver" | "double" | "lose"; readonly from: string; readonly to: string; readonly nth: number }
  /** Time passes at a node until the first of its sleepers is due. */
  | { readonly kind: "wake"; readonly node: string }
  /** Some of that time passes. */
  | { readonly kind: "pass"; readonly node: string; readonly millis: number }
  | { readonly kind: "call"; readonly client: number; readonly node: string }
  /** An external service performs what a node has asked for, in one of the ways that the model knows. */
  | { readonly kind: "perform"; readonly node: string; readonly nth: number; readonly way: number }
  /** The result of what was performed reaches the node. */
  | { readonly kind: "answer"; readonly node: string; readonly nth: number }
  /** The process dies: at once, or at an operation of its disk, which then loses its power; be it the first after something was sent early. */
  | { readonly kind: "crash"; readonly node: string; readonly operation: number | "early" | null }
  /** The disk is full from some operation on, until the node starts again. */
  | { readonly kind: "full"; readonly node: string; readonly operation: number }
  /** A bit of the disk of a node that is down changes. */
  | { readonly kind: "rot"; readonly node: string; readonly seed: number }
  /** A node starts again, after a power cut if there is a seed: what was not synced is then lost, torn or reordered. */
  | { readonly kind: "restart"; readonly node: string; readonly seed: number | null }
  /** A node starts again with the next version of its protocol. */
  | { readonly kind: "upgrade"; readonly node: string }
  /** A node never does anything again. */
  | { readonly kind: "stop"; readonly node: string }
  /** Nothing arrives from one node at another, until it does again. */
  | { readonly kind: "cut" | "mend"; readonly from: string; readonly to: string }
  /** A node is slow: inputs wait, and later share a batch. */
  | { readonly kind: "pause" | "resume"; readonly node: string }
  /** The clock that the model tells of advances by one. */
  | { readonly kind: "tick"; readonly node: string }
  /** The clock of the world is set, forward or back. */
  | { readonly kind: "jump"; readonly node: string; readonly millis: number }

/** What a run follows. */
export interface Schedule {
  readonly seed: number
  readonly decisions: readonly Decision[]
}

/** A decision as a line of a trace. */
export const textOf = (decision: Decision): string => {
  const { kind, ...rest } = decision
  return [kind, ...Object.values(rest).map(String)].join(" ")
}
