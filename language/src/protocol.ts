import type { AnyProperties, Properties, Refinements, Surroundings } from "./property.ts"
import type { HeardBy, Role, StateOf } from "./role.ts"

/** Roles by the name under which a protocol knows them. */
export type RoleMap = { readonly [name: string]: Role }

/** The types that a role was defined with. */
export type ShapeOf<R> = R extends Role<string, infer Shape> ? Shape : never

/** A global state as properties see it: for each role the states of its nodes. */
export type View<Roles> = { readonly [Name in keyof Roles]: readonly StateOf<ShapeOf<Roles[Name]>>[] }

/** Everything that the nodes of a protocol may say to each other. */
export type MessageIn<Roles> = HeardBy<ShapeOf<Roles[keyof Roles]>>

/** A multi-role protocol calls each role by the name it was defined under. */
type Named<Roles> = {
  readonly [Name in keyof Roles]: Roles[Name] extends Role<infer Own>
    ? Own extends "node" | Name
      ? Roles[Name]
      : `is defined as role "${Own}"`
    : never
}

type Around<Roles> = Surroundings<unknown, MessageIn<Roles>, keyof Roles & string>
type PropertiesOf<Roles> = Properties<View<Roles>, Around<Roles>>

/** What `protocol` takes: the roles by name, and what must hold of them; `States` are those of the machines it refines. */
export interface ProtocolDefinition<Roles, States> extends Omit<PropertiesOf<Roles>, "refines"> {
  readonly roles: Roles & Named<Roles>
  /** Maps to a more abstract machine. */
  readonly refines?: Refinements<States, View<Roles>, Around<Roles>>
}

/** Roles that work together, and what must hold of them wherever they run. */
export interface Protocol<Roles = RoleMap> extends PropertiesOf<Roles> {
  readonly kind: "protocol"
  readonly roles: Roles
}

/** A protocol without its types: what the engines run. */
export interface AnyProtocol extends AnyProperties {
  readonly kind: "protocol"
  readonly roles: RoleMap
}

/** Puts roles together to a protocol. */
export const protocol = <const Roles extends RoleMap, States>(
  definition: ProtocolDefinition<Roles, States>,
): Protocol<Roles> => ({
  kind: "protocol",
  ...definition,
})
