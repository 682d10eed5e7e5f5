import type { Result } from "./effect.ts"
import type { Call, NodeId, Tagged } from "./value.ts"

/** The types of one role: its state, who may send it what, and what else can reach it. */
export interface RoleShape {
  readonly state: object
  /** What it hears, by the role that says it. */
  readonly hears?: object
  /** What its nodes say to each other, in a protocol with one role. */
  readonly message?: Tagged
  readonly timer?: string
  /** What the application may ask of a node: `{ read(): Value; write(value: Value): null }`. */
  readonly calls?: object
  /** What a node may ask of the application: `{ charge(order: Order): "paid" | "declined" }`. */
  readonly activities?: object
  readonly event?: Tagged
}

/** The types of all roles of a protocol, by name. */
export type Shapes = { readonly [Name in string]: RoleShape }

/** Everything that a role may be sent; in a protocol with one role, its nodes send each other their `message`. */
export type HeardBy<Shape> = Shape extends { hears: infer Hears }
  ? Hears[keyof Hears] extends infer Message extends Tagged
    ? Message
    : never
  : Shape extends { message: infer Message extends Tagged }
    ? Message
    : never
type SenderOf<Shape, Type> = Shape extends { hears: infer Hears }
  ? { [Sender in keyof Hears]: Type extends (Hears[Sender] & Tagged)["type"] ? Sender & string : never }[keyof Hears]
  : "node"
/** The names of a role's timers. */
export type TimerOf<Shape> = Shape extends { timer: infer Timer extends string } ? Timer : never
/** What the application may ask of a node, by name. */
export type CallsOf<Shape> = Shape extends { calls: infer Calls } ? Calls : never
/** What a node may ask of the application, by name. */
export type ActivitiesOf<Shape> = Shape extends { activities: infer Activities } ? Activities : never
/** What a node tells the application. */
export type EventOf<Shape> = Shape extends { event: infer Event extends Tagged } ? Event : never
/** The state of a role's node. */
export type StateOf<Shape> = Shape extends { state: infer State } ? State : never

/** The argument of a call or activity; `null` when its signature has none. */
export type ArgumentOf<Signature> = Signature extends () => unknown
  ? null
  : Signature extends (argument: infer Argument) => unknown
    ? Argument
    : never
/** What a call or activity answers. */
export type AnswerOf<Signature> = Signature extends (...args: never) => infer Answer ? Answer : never

/** Where a node stands: its own name and the names of the others. */
export interface Place<Roles, Name extends string> {
  readonly self: NodeId<Name>
  /** The other nodes of the same role. */
  readonly peers: readonly NodeId<Name>[]
  /** Every node, by role; where there is one role, `self` and `peers` say it all. */
  readonly nodes: [keyof Roles] extends ["node"]
    ? never
    : { readonly [Role in keyof Roles & string]: readonly NodeId<Role>[] }
}

/** What a handler may ask while it runs. */
export interface Context<Roles, Name extends string> extends Place<Roles, Name> {
  /** This node's clock. In a model it counts ticks, and differs from those of other nodes by at most the skew; where the node runs, it is in milliseconds since 1970. */
  readonly now: number
  /** Any one of the candidates: every alternative in the checker, one at random in production. */
  readonly pick: <Candidate>(candidates: readonly Candidate[]) => Candidate
}

/** What the handler of a message knows besides. */
export interface MessageContext<Roles, Name extends string, Sender extends string> extends Context<Roles, Name> {
  readonly from: NodeId<Sender>
}

/** What the handler of a call knows besides. */
export interface CallContext<Roles, Name extends string, Reply> extends Context<Roles, Name> {
  readonly call: Call<Reply>
}

/** What the handler of an activity's result knows besides: what had been asked for. */
export interface ResultContext<Roles, Name extends string, Request> extends Context<Roles, Name> {
  readonly request: Request
  readonly key: string
}

type Handler<State, Given, Around> = (node: State, given: Given, context: Around) => Result<State>

type MessageHandlers<Roles, Name extends keyof Roles & string> = {
  readonly [Type in HeardBy<Roles[Name]>["type"]]: Handler<
    StateOf<Roles[Name]>,
    Extract<HeardBy<Roles[Name]>, { type: Type }>,
    MessageContext<Roles, Name, SenderOf<Roles[Name], Type>>
  >
}

interface Timer<Roles, Name extends string, State> {
  /** The timer runs as long as this holds. */
  readonly while: (node: State, context: Place<Roles, Name> & { readonly now: number }) => boolean
  readonly fire: (node: State, context: Context<Roles, Name>) => Result<State>
}

type TimerHandlers<Roles, Name extends keyof Roles & string> = {
  readonly [T in TimerOf<Roles[Name]>]: Timer<Roles, Name, StateOf<Roles[Name]>>
}

type CallHandlers<Roles, Name extends keyof Roles & string> = {
  readonly [C in keyof CallsOf<Roles[Name]>]: Handler<
    StateOf<Roles[Name]>,
    ArgumentOf<CallsOf<Roles[Name]>[C]>,
    CallContext<Roles, Name, AnswerOf<CallsOf<Roles[Name]>[C]>>
  >
}

type ResultHandlers<Roles, Name extends keyof Roles & string> = {
  readonly [A in keyof ActivitiesOf<Roles[Name]>]: Handler<
    StateOf<Roles[Name]>,
    AnswerOf<ActivitiesOf<Roles[Name]>[A]>,
    ResultContext<Roles, Name, ArgumentOf<ActivitiesOf<Roles[Name]>[A]>>
  >
}

type Required<Key extends string, Present, Value> = [Present] extends [never]
  ? { readonly [K in Key]?: never }
  : { readonly [K in Key]: Value }

/** One role, as its author writes it: state first, then one function for every input. */
export type RoleDefinition<Roles, Name extends keyof Roles & string, Shape = Roles[Name], State = StateOf<Shape>> = {
  readonly initial: State | ((place: Place<Roles, Name>) => State)
  /** The fields that survive a crash; all others restart from `initial`. */
  readonly durable?: readonly (keyof State & string)[]
  /** Runs once, when the node first starts. */
  readonly start?: (node: State, context: Context<Roles, Name>) => Result<State>
  /** Runs after a crash, on what was durable. */
  readonly recover?: (node: State, context: Context<Roles, Name>) => Result<State>
  /** What the application may watch. */
  readonly views?: { readonly [view: string]: (node: State) => unknown }
} & Required<"on", HeardBy<Shape>, MessageHandlers<Roles, Name>> &
  Required<"timers", TimerOf<Shape>, TimerHandlers<Roles, Name>> &
  Required<"calls", CallsOf<Shape>, CallHandlers<Roles, Name>> &
  Required<"results", ActivitiesOf<Shape>, ResultHandlers<Roles, Name>>

/** The state of a role before its type is known: what the engines see. */
export type AnyState = { readonly [field: string]: unknown }

/** A context as the engines build it; a handler sees the part its kind of input has. */
export interface AnyContext extends Context<Shapes, string> {
  readonly from?: NodeId
  readonly call?: Call
  readonly request?: unknown
  readonly key?: string
}

/** A place in a protocol whose roles are not known by type. */
export type AnyPlace = Place<Shapes, string>
type AnyHandler = (node: AnyState, input: unknown, context: AnyContext) => unknown

/** A role definition without its types: what the engines run. */
export interface AnyDefinition {
  readonly initial: AnyState | ((place: AnyPlace) => AnyState)
  readonly durable?: readonly string[]
  readonly start?: (node: AnyState, context: AnyContext) => unknown
  readonly recover?: (node: AnyState, context: AnyContext) => unknown
  readonly views?: { readonly [view: string]: (node: AnyState) => unknown }
  readonly on?: { readonly [type: string]: AnyHandler }
  readonly timers?: {
    readonly [timer: string]: {
      readonly while: (node: AnyState, context: AnyPlace & { readonly now: number }) => boolean
      readonly fire: (node: AnyState, context: AnyContext) => unknown
    }
  }
  readonly calls?: { readonly [call: string]: AnyHandler }
  readonly results?: { readonly [activity: string]: AnyHandler }
}

/** A role that is ready to stand in a protocol. */
export interface Role<Name extends string = string, Shape = RoleShape, Roles = unknown> {
  readonly kind: "role"
  readonly definition: AnyDefinition
  /** Only a type: which role this is, what it hears, and beside whom it stands. */
  readonly types?: { readonly name: Name; readonly shape: Shape; readonly roles: Roles } | undefined
}

/** The boundary where a definition loses its types. */
export const toRole = <Name extends string, Shape, Roles>(definition: unknown): Role<Name, Shape, Roles> => ({
  kind: "role",
  definition: definition as AnyDefinition,
})
