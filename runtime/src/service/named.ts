import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { ProtocolLibrary } from "../library.ts"
import { checkOptions } from "../node/configuration.ts"
import { type CallError, type Node, type NodeOptions, type OpenError, openNode, type View } from "../node/index.ts"
import type { Storage } from "../storage/index.ts"
import type { Transport, TransportFailed } from "../transport/index.ts"

/** How one call is made. */
export interface CallOptions {
  /** How long it waits for its answer. */
  readonly timeout?: Duration.Input
}

/** A running node with a function for each call of its role, before these have types. */
export interface NamedNode extends Pick<Node, "self" | "events" | "links" | "health" | "readdress" | "stop" | "ended"> {
  readonly calls: {
    readonly [name: string]: (argument?: unknown, options?: CallOptions) => Effect.Effect<unknown, CallError>
  }
  readonly views: { readonly [name: string]: View }
}

/** What a node is told, but for what a generated library knows. */
export type NamedOptions<Needs> = Omit<NodeOptions<Needs>, "library" | "role">

/** Why a node is not there. */
export type ServiceError = OpenError | TransportFailed

/** Values by name, each made from another. */
export const mapped = <From, To>(
  values: { readonly [name: string]: From },
  make: (value: From, name: string) => To,
): { readonly [name: string]: To } =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, make(value, name)]))

/** Puts calls beside the parts of a node, which they do not hide. A node with a function `then` could not be awaited. */
export const beside = (calls: object, parts: object): object => {
  const { then: _, ...others } = { then: null, ...calls }
  return { ...others, ...parts }
}

const withNames = (node: Node, { roles }: ProtocolLibrary, role: string): NamedNode => {
  const { self, events, links, health, readdress, stop, ended } = node
  const { calls = {}, views = {} } = roles[role] ?? {}
  return {
    self,
    calls: mapped(
      calls,
      (_, name) =>
        (argument = null, options) =>
          node.call(name, argument, options),
    ),
    views: mapped(views, (_, name) => node.view(name)),
    events,
    links,
    health,
    readdress,
    stop,
    ended,
  }
}

/** Fails if the node is one that would be refused before it looks into its storage. */
export const checkNamed = <Needs>(
  library: ProtocolLibrary,
  role: string,
  options: NamedOptions<Needs>,
): Effect.Effect<void, ServiceError, Transport> => checkOptions({ ...options, library, role })

/** Starts a node of a role, in the scope. */
export const openNamed = <Needs>(
  library: ProtocolLibrary,
  role: string,
  options: NamedOptions<Needs>,
): Effect.Effect<NamedNode, ServiceError, Needs | Scope.Scope | Storage | Transport> =>
  Effect.map(openNode({ ...options, library, role }), (node) => withNames(node, library, role))
