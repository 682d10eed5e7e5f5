/** What a check found, as data: reporters turn it into text. */
export type Verdict = "verified" | "violated" | "vacuous" | "inconclusive" | "faulty"

/** A piece of a global state that has a line of its own in a trace. */
export interface Lane {
  readonly kind: "node" | "network" | "clients" | "world" | "faults" | "variable"
  readonly name: string
  readonly value: unknown
}

/** A global state, lane by lane. */
export type Snapshot = readonly Lane[]

/** What happened in a step. */
export interface StepLabel {
  readonly kind:
    | "message"
    | "timer"
    | "call"
    | "result"
    | "perform"
    | "crash"
    | "stop"
    /** A node crashes in the middle of a step: what it sent early is out, and nothing else of the step has happened. */
    | "interruption"
    | "tick"
    | "loss"
    | "duplicate"
    | "overtake"
    | "action"
  /** The node that acts; absent for an algorithm's action. */
  readonly node?: string
  /** The message type, timer, call, activity or action. */
  readonly name: string
  /** The message, argument, result or parameter. */
  readonly detail?: unknown
  /** Sender of a message, client of a call. */
  readonly from?: string
  /** Of an interruption: what it cut short. */
  readonly interrupted?: StepLabel["kind"]
  /** The handler, as `role.on.Vote`, for finding its source. */
  readonly handler?: string
}

/** What a handler says to the application, which is in no state. */
export type Told =
  | { readonly kind: "reply"; readonly call: string; readonly value: unknown }
  | { readonly kind: "reject"; readonly call: string; readonly reason: string }
  | { readonly kind: "emit"; readonly event: unknown }

/** A step of a trace, and the state after it. */
export interface TraceStep {
  readonly label: StepLabel
  readonly after: Snapshot
  /** What its handler said to the application, if it said anything. */
  readonly told?: readonly Told[]
}

/** The way to a state, from a beginning on. */
export interface Trace {
  readonly initial: Snapshot
  /** Behaviours begin in other states, too: which one it is must be told. */
  readonly isOneOfSeveral?: true
  readonly steps: readonly TraceStep[]
}

/** The word under which a property stands in a spec. */
export type PropertyKind = "always" | "step" | "never" | "reachable" | "refines" | "history" | "ends"

/** What became of a property. */
export interface PropertyReport {
  readonly kind: PropertyKind
  readonly name: string
  /** `reached` and `unreached` are for goals, `unknown` is for a search that did not come to its end. */
  readonly outcome: "holds" | "broken" | "reached" | "unreached" | "unknown"
  /** Steps to the state that broke or reached it. */
  readonly depth?: number
  readonly trace?: Trace
}

/** A mistake in the spec that showed while it ran. */
export interface SpecFault {
  readonly code: string
  readonly reason: string
  readonly handler: string
  readonly input?: unknown
  readonly fix: string
  readonly trace?: Trace
}

/** A part of the states of which there is more the deeper a search is. */
export interface Growth {
  /** Whose part it is: of like lanes, the one that has most of it. */
  readonly kind: Lane["kind"]
  readonly name: string
  /** Where it stands there, as in `log[].term`; for messages on their way, their type comes first. */
  readonly path: string
  readonly unit: "items" | "number"
  readonly from: number
  readonly to: number
}

/** What grew between two depths, collections first, of which there is most. */
export interface Growing {
  readonly fromDepth: number
  readonly toDepth: number
  readonly grown: readonly Growth[]
}

/** What stopped a search before its end. */
export type StopReason = "time" | "memory" | "heap" | "values" | "interrupted" | "states"

/** What a search found, and what it took. */
export interface Report {
  readonly verdict: Verdict
  readonly states: number
  readonly transitions: number
  /** Length of the longest shortest path, in steps. */
  readonly depth: number
  readonly seconds: number
  readonly workers: number
  readonly mode: "fingerprint" | "exact"
  /** Chance that two different states were taken for one; 0 in exact mode. */
  readonly collisionProbability: number
  readonly handlerRuns: number
  /** Stands for the set of all states, whatever the order in which they are found; not known of exact or symmetric searches. */
  readonly digest?: string
  /** What the search itself keeps: visited states, frontier, components. */
  readonly bytes: number
  readonly properties: readonly PropertyReport[]
  /** Handlers and actions by name, with the number of distinct inputs they changed something for, and of calls how often they were answered or refused. */
  readonly coverage: readonly { readonly handler: string; readonly fired: number; readonly answered?: number }[]
  /** Bounds that cut something off, with how often. */
  readonly bounds: readonly { readonly name: string; readonly hits: number }[]
  /** Why the search did not come to its end, or what is broken has no trace. */
  readonly stopped?: StopReason
  /** What may keep the search from ending, where it was stopped. */
  readonly growing?: Growing
  readonly fault?: SpecFault
}

/** How far a search has come. */
export interface Progress {
  readonly states: number
  readonly transitions: number
  readonly depth: number
  readonly queue: number
  readonly bytes: number
  readonly seconds: number
}
