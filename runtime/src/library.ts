import type { Codec, Reader, Writer } from "./codec/index.ts"
import type { AnyPlace, AnyState } from "./role.ts"
import type { Fault, Input, Outcome, Situation } from "./step.ts"
import type { Tagged } from "./value.ts"

/** The durable part of a role's state: whole, and as what one step changed. */
export interface Durable {
  readonly fields: readonly string[]
  /** The whole durable part. It must be the last of a record: what is `null` at its end takes no bytes, so that a field can be added. */
  readonly snapshot: Codec<AnyState>
  /**
   * Writes what changed from `before` to `after`; false when nothing durable did. An append writes the entry, a map write the pair. Where it
   * writes pairs or members, it does not depend on what else is in there.
   */
  readonly writeDelta: (writer: Writer, before: AnyState, after: AnyState) => boolean
  /** The state after a delta that was written from it. */
  readonly readDelta: (reader: Reader, before: AnyState) => AnyState
}

/** One role of a generated protocol. */
export interface RoleLibrary {
  readonly name: string
  readonly initial: (place: AnyPlace) => AnyState
  /** What a crash leaves: the durable fields, all others as in the beginning. */
  readonly restored: (place: AnyPlace, durable: AnyState) => AnyState
  /** One atomic step: a switch over integer tags around the handlers of the spec. */
  readonly step: (state: AnyState, input: Input, situation: Situation) => Outcome | Fault
  /** The names of all its timers: a node must know how long each runs. */
  readonly timers: readonly string[]
  readonly runningTimers: (state: AnyState, place: AnyPlace, now: number) => readonly string[]
  /** The role whose majority its steps count: a node that sees none can do nothing. `null` where they count none. */
  readonly majorityOf: string | null
  readonly durable: Durable
  /** The messages that this role hears. */
  readonly messages: Codec<Tagged>
  readonly calls: { readonly [call: string]: { readonly argument: Codec<unknown>; readonly answer: Codec<unknown> } }
  readonly activities: {
    readonly [activity: string]: { readonly request: Codec<unknown>; readonly answer: Codec<unknown> }
  }
  readonly views: { readonly [view: string]: (state: AnyState) => unknown }
}

/** A generated protocol, as a node of the runtime takes it. */
export interface ProtocolLibrary {
  readonly name: string
  /** Tells whether two nodes were generated from the same spec. */
  readonly specHash: string
  /** The version of the generator. */
  readonly version: string
  readonly roles: { readonly [role: string]: RoleLibrary }
}
