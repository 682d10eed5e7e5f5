import type { ts } from "../typescript.ts"
import type { RecordShape, Shape } from "./shape.ts"

/** A type that no state or message can have, and where in them it stands. */
export interface Unsupported {
  /** From the state, message or call down to the type: `state.votes[].by`. */
  readonly path: string
  /** The token that says so. */
  readonly node: ts.Node
  readonly what:
    | "any"
    | "big"
    | "class"
    | "collection"
    | "date"
    | "deep"
    | "enum"
    | "function"
    | "fraction"
    | "index"
    | "library"
    | "loose"
    | "mixed"
    | "nothing"
    | "optional"
    | "ragged"
    | "shapeless"
    | "symbol"
    | "undefined"
    | "unknown"
    | "unlike"
  /** The type as its author wrote it. */
  readonly type: string
}

/** A message or an event: a record with a `type` of its own. */
export interface Kind {
  readonly type: string
  readonly shape: RecordShape
  /** Where the type says so. */
  readonly node: ts.Node
}

/** What a role hears from another. */
export interface Heard {
  /** The role that says it; `null` in a protocol with one role, whose nodes say it to each other. */
  readonly from: string | null
  readonly messages: readonly Kind[]
  readonly node: ts.Node
}

/** A call of the application, or an activity that is asked of it. */
export interface Exchange {
  readonly name: string
  readonly comment: string
  /** What the author calls the argument; `null` where there is none. */
  readonly parameter: string | null
  readonly argument: Shape
  readonly answer: Shape
  readonly node: ts.Node
}

/** What the author wrote for one input. */
export interface Handler {
  /** The name under which the author knows it: `on.Vote`, `timers.election.fire`, `recover`. */
  readonly name: string
  /** A function, or an expression that gives one. */
  readonly node: ts.Node
  /** The token that names it. */
  readonly at: ts.Node
  readonly comment: string
}

/** What the application may watch. */
export interface ViewSpec extends Handler {
  /** What it shows; `null` where that is no plain data. */
  readonly shape: Shape | null
}

/** One role of a spec. */
export interface RoleSpec {
  /** What the protocol calls it. */
  readonly name: string
  readonly comment: string
  readonly state: RecordShape
  readonly stateType: ts.Type
  readonly durable: readonly string[]
  readonly durableNodes: readonly ts.Node[]
  readonly hears: readonly Heard[]
  readonly timers: readonly string[]
  readonly calls: readonly Exchange[]
  readonly activities: readonly Exchange[]
  readonly events: readonly Kind[]
  /** The value of `initial`: a record, or a function of the place. */
  readonly initial: ts.Node | null
  /** Those of `on`, `timers`, `calls` and `results`, in the order in which they are written. */
  readonly handlers: readonly Handler[]
  readonly start: Handler | null
  readonly recover: Handler | null
  readonly views: readonly ViewSpec[]
  /** The role whose majority its steps count: without one in sight, it decides nothing. `null` where they count none. */
  readonly majorityOf: string | null
  /** The whole definition, for what looks at all of it; `null` where it cannot be followed. */
  readonly definition: ts.ObjectLiteralExpression | null
  /** What of the definition cannot be followed. */
  readonly unreadable: readonly ts.Node[]
  /** Where the protocol names it. */
  readonly node: ts.Node
}

/** A protocol as its author wrote it. */
export interface Spec {
  readonly file: string
  /** The name of the constant that holds it; `protocol` where there is none. */
  readonly name: string
  readonly comment: string
  /** The call of `protocol`. */
  readonly node: ts.Node
  readonly roles: readonly RoleSpec[]
  /** The functions that say what must hold. */
  readonly properties: readonly ts.Node[]
  /** The recursive types, by name. */
  readonly types: ReadonlyMap<string, Shape>
  readonly unsupported: readonly Unsupported[]
}
