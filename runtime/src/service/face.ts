import type * as Effect from "effect/Effect"
import type { NodeLimits, TimerDuration } from "../node/index.ts"
import type { AnswerOf, ArgumentOf } from "../role.ts"
import type { Addresses } from "../transport/index.ts"
import type { Tagged } from "../value.ts"

/** What a node of a role and its application say to each other. It is only a type: generated libraries have one for each role. */
export interface Face {
  /** The protocol and the role: `raft/servers`. */
  readonly name: string
  /** Every role of the protocol. */
  readonly roles: string
  /** What the application may ask, as functions. */
  readonly calls: object
  /** What the node may ask of the application, as functions. */
  readonly activities: object
  readonly timers: string
  /** What the application may watch, with its types. */
  readonly views: object
  /** What the node tells. */
  readonly event: Tagged
}

/** The parameters of a call; one without an argument takes `null` in its place. */
export type GivenTo<Signature> = Signature extends () => unknown
  ? [argument?: null]
  : Signature extends (...given: infer Given) => unknown
    ? Given
    : never

/** Parts that do not hide those of the node itself; they are found under `calls`. */
export type Beside<Calls, Taken> = { readonly [Name in keyof Calls as Exclude<Name, Taken | "then">]: Calls[Name] }

/** How an activity is done with effects. It may be run again with the same key after a crash or a failure, until it succeeds once. */
export type PerformsOf<F extends Face> = {
  readonly [Name in keyof F["activities"]]: (
    request: ArgumentOf<F["activities"][Name]>,
    given: { readonly key: string },
  ) => Effect.Effect<AnswerOf<F["activities"][Name]>, unknown, unknown>
}

/** What activities need of the context. */
export type NeedsOf<Performs> = {
  [Name in keyof Performs]: Performs[Name] extends (...given: never) => Effect.Effect<unknown, unknown, infer Needs>
    ? Needs
    : never
}[keyof Performs]

/** What must be given, where there is something to give. */
export type Demanded<Key extends string, Names, Wanted> = [Names] extends [never]
  ? { readonly [K in Key]?: never }
  : { readonly [K in Key]: Wanted }

/** What is to be said of every node of a role: how long its timers run, and how its activities are done. */
export type RoleOptions<F extends Face, Performs> = Demanded<
  "timers",
  F["timers"],
  { readonly [Name in F["timers"]]: TimerDuration }
> &
  Demanded<"activities", keyof F["activities"], Performs>

/** Where a node stands. */
export interface PlaceOptions<F extends Face> {
  /** The name of this node. */
  readonly self: string
  /** Every node of the protocol with its address, by role. */
  readonly nodes: { readonly [Role in F["roles"]]: Addresses }
  readonly limits?: Partial<NodeLimits>
  /** Whether the node exports metrics, as it does unless told. */
  readonly metrics?: boolean
  /** Hashes of earlier specs whose durable state this one reads. */
  readonly accepts?: readonly string[]
}
