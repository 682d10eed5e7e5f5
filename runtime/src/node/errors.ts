import * as Data from "effect/Data"
import { Refusal } from "../codec/errors.ts"
import type { BadConfiguration } from "../configuration.ts"
import type { StorageError } from "../storage/storage.ts"

/** What is known of the effect of a call without an answer: that it has none and never will, or nothing. */
export type CallOutcome = "none" | "unknown"

/**
 * The protocol does not do what was asked, and gives its reason: "not leader"; or the argument is no data that it could write down, or the
 * timeout no time. It has had no effect.
 */
export class Rejected extends Data.TaggedError("Rejected")<{ readonly call: string; readonly reason: string }> {
  get outcome(): CallOutcome {
    return "none"
  }
  override get message(): string {
    return `${this.call} was rejected: ${this.reason}`
  }
}

/** No answer came in time. Whether the call has had its effect is unknown. */
export class TimedOut extends Data.TaggedError("TimedOut")<{ readonly call: string }> {
  get outcome(): CallOutcome {
    return "unknown"
  }
  override get message(): string {
    return `${this.call} was not answered in time, and may still have its effect: ask again only what may happen twice`
  }
}

/** The node has more to do than it can. The call was not begun: ask later. */
export class Overloaded extends Data.TaggedError("Overloaded")<{ readonly call: string }> {
  get outcome(): CallOutcome {
    return "none"
  }
  override get message(): string {
    return `${this.call} was not begun: the node is overloaded; ask later, less often`
  }
}

/** The node is going or gone. A call that was begun may or may not have had its effect. */
export class Stopped extends Data.TaggedError("Stopped")<{ readonly call: string; readonly wasBegun: boolean }> {
  get outcome(): CallOutcome {
    return this.wasBegun ? "unknown" : "none"
  }
  override get message(): string {
    return this.wasBegun
      ? `${this.call} was not answered, and may have had its effect: the node has stopped; ask another one only for what may happen twice`
      : `${this.call} was not begun: the node has stopped; ask another one`
  }
}

/** Makes errors that come by the thousand under load: their stacks would cost more than all the rest, and only tell of the runtime. */
export const withoutStack = <Made>(make: () => Made): Made => {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 0
  const made = make()
  Error.stackTraceLimit = limit
  return made
}

/** Why a call has no answer. */
export type CallError = Rejected | TimedOut | Overloaded | Stopped

/** What was thrown, in words: the codecs throw no errors. */
const wordsOf = (thrown: unknown): string => {
  if (thrown instanceof Refusal) return thrown.error.reason
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** The node broke down and does nothing more: a handler failed, or the storage did. */
export class NodeFailed extends Data.TaggedError("NodeFailed")<{ readonly node: string; readonly cause: unknown }> {
  override get message(): string {
    return `${this.node} has stopped: ${wordsOf(this.cause)}`
  }
}

/** What the storage holds belongs to another node, another protocol, or another version of it. */
export class ForeignStorage extends Data.TaggedError("ForeignStorage")<{ readonly reason: string }> {
  override get message(): string {
    return this.reason
  }
}

/** Why a node does not open. */
export type OpenError = BadConfiguration | StorageError | ForeignStorage | NodeFailed
