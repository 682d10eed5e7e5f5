import type { Follower } from "@lockstep/checker"
import type { AnyModel } from "@lockstep/language"
import type { ProtocolLibrary, TimerDuration } from "@lockstep/runtime"
import type { FaultName } from "../model/relaxed.ts"
import type { Runtime } from "../node/life.ts"

/** What all runs of a simulation share. */
export interface Plan {
  /** The model as it was given. */
  readonly model: AnyModel
  /** The same without its bounds, whose steps the nodes are compared with. */
  readonly relaxed: AnyModel
  readonly follower: Follower
  /** Whether a run keeps the steps of its way for who asks about them. */
  readonly keepsAll: boolean
  readonly library: ProtocolLibrary
  readonly runtime: Runtime
  readonly faults: ReadonlySet<FaultName>
  readonly timers: { readonly [timer: string]: TimerDuration }
  /** How long a run goes on before it is healed, in decisions. */
  readonly decisions: number
  /** One run in so many is healed at its end, which takes longer than all before. */
  readonly healsOneIn: number
}

/** What went wrong in a run. */
export interface Violation {
  /** A property of the model, or a promise of the runtime. */
  readonly kind: "always" | "step" | "never" | "reachable" | "refines" | "history" | "ends" | "runtime"
  readonly name: string
  readonly reason: string
}

/** What the runtime promises beside the properties of the protocol. */
export const promises = {
  followsSpec: "A node does what the spec does, and nothing else.",
  remembers: "A node that starts again has all that it had when anything of it was seen.",
  answers: "A caller gets the answer that a step gave to its call, and gets it once.",
  keepsTime: "A timer runs its time before it fires.",
  performs: "What a node waits for is what it has asked the application for.",
  staysUp: "A node breaks down only when its disk does.",
  refusesDamage: "A node does not start on a disk that has changed what was written.",
  progress: "When everything is healed, every call is answered.",
  seeded: "Nothing but the seed decides what happens.",
} as const

/** One of these promises. */
export type PromiseName = keyof typeof promises
