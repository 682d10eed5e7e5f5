import type { Observation } from "./history.ts"
import type { AnyProperties, Properties, Surroundings } from "./property.ts"
import type { AnyProtocol, MessageIn, Protocol, RoleMap, ShapeOf, View } from "./protocol.ts"
import type { ActivitiesOf, AnswerOf, ArgumentOf, CallsOf, EventOf } from "./role.ts"
import type { NodeId } from "./value.ts"

/** How many times a fault may strike in one behaviour. */
export type Budget = number

/**
 * How messages travel.
 * `bag`: in any order, each once. `fifo`: in order between two nodes. `set`: what was said once can be heard for ever,
 * which is loss, duplication and reordering without end, at the price of none of them.
 */
export interface Network {
  readonly kind: "bag" | "fifo" | "set"
  readonly loss?: Budget
  readonly duplication?: Budget
  /** For `fifo`: how often a message may overtake. */
  readonly reordering?: Budget
}

/** Which nodes may crash, how often, and what becomes of them. */
export interface Crashes<RoleName extends string> {
  readonly budget: Budget
  /** Which roles crash; left out, all. */
  readonly of?: readonly RoleName[]
  /** `restart` comes back with what was durable; `stop` never comes back. */
  readonly afterwards: "restart" | "stop"
}

/** How the nodes' clocks may run. */
export interface Clocks {
  /** How far two clocks may be apart: by 1 at least, since one of them ticks first. */
  readonly skew: number
  /** Where all clocks stop: the bound of the model. */
  readonly until: number
}

type CallTuple<Calls> = { [C in keyof Calls]: readonly [call: C & string, argument: ArgumentOf<Calls[C]>] }[keyof Calls]
type ClientFor<Roles, Name extends keyof Roles> = {
  readonly of: Name
  /** Which node of the role it calls, from 0; left out, any. */
  readonly at?: number
  readonly calls: readonly CallTuple<CallsOf<ShapeOf<Roles[Name]>>>[]
  /** How many times it may ask again, at any node, when no answer came. */
  readonly retries?: Budget
}
/** One caller: what it asks for, one call after the other. */
export type Client<Roles> = { [Name in keyof Roles]: ClientFor<Roles, Name> }[keyof Roles]

/** A service outside the protocol, as far as the model needs it. */
export interface External<State = unknown, Request = never, Answer = unknown> {
  readonly initial: State
  /** Everything that may come of a request: the service's next state and its answer. */
  readonly perform: (state: State, request: Request, key: string) => readonly (readonly [State, Answer])[]
}

/** A service of any state that takes this request and gives this answer. */
export interface Answering<Request, Answer> {
  readonly initial: unknown
  readonly perform: (state: never, request: Request, key: string) => readonly (readonly [unknown, Answer])[]
}

type ActivityMap<Roles> = {
  [Name in keyof Roles]: ActivitiesOf<ShapeOf<Roles[Name]>>
}[keyof Roles]
type Externals<Activities> = [Activities] extends [never]
  ? { readonly [activity: string]: never }
  : Activities extends object
    ? { readonly [A in keyof Activities]: Answering<ArgumentOf<Activities[A]>, AnswerOf<Activities[A]>> }
    : never
type WorldOf<Given> = {
  readonly [A in keyof Given]: Given[A] extends { readonly initial: infer State } ? State : never
}

type AroundOf<Roles, Given> = Surroundings<WorldOf<Given>, MessageIn<Roles>, keyof Roles & string>

/** What may be renamed without changing the meaning of a state. */
export interface Symmetry<RoleName extends string> {
  /** Roles whose nodes are interchangeable. */
  readonly nodes?: readonly RoleName[]
  /** Sets of interchangeable opaque values. */
  readonly values?: readonly (readonly string[])[]
}

/** A finite piece of the world in which a protocol is explored to the end. */
export interface ModelDefinition<Roles, Given> extends Properties<View<Roles>, AroundOf<Roles, Given>> {
  readonly nodes: { readonly [Name in keyof Roles]: number }
  readonly network?: Network
  readonly crashes?: Crashes<keyof Roles & string>
  readonly clocks?: Clocks
  readonly clients?: readonly Client<Roles>[]
  /** The services that activities ask. */
  readonly activities?: Given
  /** What an event of a node says about an operation, where clients are nodes. */
  readonly observe?: (event: EventOf<ShapeOf<Roles[keyof Roles]>>, node: NodeId) => Observation | null
  /** States outside this bound are checked, and not explored further. */
  readonly within?: (view: View<Roles>, around: AroundOf<Roles, Given>) => boolean
  readonly symmetry?: Symmetry<keyof Roles & string>
}

/** A protocol with its bounds, ready to be checked. */
export interface Model<Roles = RoleMap, Given = unknown> extends ModelDefinition<Roles, Given> {
  readonly kind: "model"
  readonly protocol: Protocol<Roles>
}

/** A model without its types: what the checker explores. */
export interface AnyModel extends AnyProperties {
  readonly kind: "model"
  readonly protocol: AnyProtocol
  readonly nodes: { readonly [role: string]: number }
  readonly network?: Network
  readonly crashes?: Crashes<string>
  readonly clocks?: Clocks
  readonly clients?: readonly {
    readonly of: string
    readonly at?: number
    readonly calls: readonly (readonly [call: string, argument: unknown])[]
    readonly retries?: Budget
  }[]
  readonly activities?: { readonly [activity: string]: Answering<never, unknown> }
  readonly observe?: (event: never, node: NodeId) => Observation | null
  readonly within?: (view: never, around: never) => boolean
  readonly symmetry?: Symmetry<string>
}

/** Bounds a protocol: how many nodes, which faults, which clients, and what else must hold here. */
export const model = <Roles extends RoleMap, const Given extends Externals<ActivityMap<Roles>>>(
  of: Protocol<Roles>,
  definition: ModelDefinition<Roles, Given>,
): Model<Roles, Given> => ({ kind: "model", protocol: of, ...definition })

/** Describes a service outside the protocol, typed by its state, the request and the answer. */
export const external = <State, Request, Answer>(
  definition: External<State, Request, Answer>,
): External<State, Request, Answer> => definition
