import { type Effect, effects, type Sending } from "./effect.ts"
import {
  type ActivitiesOf,
  type ArgumentOf,
  type EventOf,
  type HeardBy,
  type Role,
  type RoleDefinition,
  type RoleShape,
  type Shapes,
  type TimerOf,
  toRole,
} from "./role.ts"
import type { Call, NodeId, Tagged } from "./value.ts"

/** The types of a protocol with one role. */
export interface SingleShape {
  readonly state: object
  readonly message?: Tagged
  readonly timer?: string
  readonly calls?: object
  readonly activities?: object
  readonly event?: Tagged
}

type AnyOf<Roles> = Roles[keyof Roles]
type Performed<Roles> = AnyOf<{
  [Role in keyof Roles]: ActivitiesOf<Roles[Role]> extends infer Activities
    ? { [A in keyof Activities]: [name: A & string, key: string, request: ArgumentOf<Activities[A]>] }[keyof Activities]
    : never
}>

/** The words that handlers speak with: each is typed by the protocol's own messages, timers, calls and activities. */
export interface Words<Roles> {
  /** Sends a message to one node, whose role must hear it. */
  readonly send: <To extends keyof Roles & string>(to: NodeId<To>, message: HeardBy<Roles[To]>) => Sending
  /** Sends a message to every other node that hears it. */
  readonly broadcast: (message: HeardBy<AnyOf<Roles>>) => Sending
  /** Lets a message leave before the step that sends it is durable: a node that crashes meanwhile has sent it, and nothing else of the step has happened. */
  readonly early: (sending: Sending) => Sending
  /** Lets a running timer begin anew. */
  readonly restart: (timer: TimerOf<AnyOf<Roles>>) => Effect
  /** Answers a call of the application. */
  readonly reply: <Reply>(call: Call<Reply>, value: Reply) => Effect
  /** Declines a call: it had no effect and never will. */
  readonly reject: (call: Call<never>, reason: string) => Effect
  /** Asks the application to do something outside; the same key is the same request, however often it is tried. */
  readonly perform: (...request: Performed<Roles>) => Effect
  /** Tells the application that something happened. */
  readonly emit: (event: EventOf<AnyOf<Roles>>) => Effect
}

/** The words of a protocol with one role, and `role` to define it. */
export interface SingleWords<Shape> extends Omit<Words<{ node: Shape }>, "send"> {
  /** Sends a message to one node. */
  readonly send: (to: NodeId, message: HeardBy<Shape>) => Sending
  readonly role: (definition: RoleDefinition<{ node: Shape }, "node">) => Role<"node", Shape, { node: Shape }>
}

/** The words of a protocol with several roles, and `role` to define each by its name. */
export interface RolesWords<Roles> extends Words<Roles> {
  readonly role: <Name extends keyof Roles & string>(
    name: Name,
    definition: RoleDefinition<Roles, Name>,
  ) => Role<Name, Roles[Name], Roles>
}

/** The boundary where the effect constructors gain a protocol's types. */
const words = <W>(role: (...args: never) => Role): W => ({ ...effects, role }) as W

/** Begins a protocol with one role: name its types, take the words you need. */
export const spec = <Single extends SingleShape>(): SingleWords<Single> =>
  words((definition: unknown) => toRole(definition))

/** Begins a protocol with several roles: name the types of each, take the words you need. */
export const roles = <Roles extends { readonly [Name in keyof Roles]: RoleShape }>(): RolesWords<Roles> =>
  words((_name: string, definition: unknown) => toRole(definition))

export type { Shapes }
