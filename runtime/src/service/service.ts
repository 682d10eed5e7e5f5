import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type * as Stream from "effect/Stream"
import type { ProtocolLibrary } from "../library.ts"
import type { CallError, Node, NodeFailed, View } from "../node/index.ts"
import type { AnswerOf } from "../role.ts"
import type { Storage } from "../storage/index.ts"
import type { Transport } from "../transport/index.ts"
import type { Beside, Face, GivenTo, NeedsOf, PerformsOf, PlaceOptions, RoleOptions } from "./face.ts"
import { beside, type CallOptions, type NamedNode, type NamedOptions, openNamed, type ServiceError } from "./named.ts"

/** What the application may ask of a node. */
export type Calls<F extends Face> = {
  readonly [Name in keyof F["calls"]]: (
    ...given: [...GivenTo<F["calls"][Name]>, options?: CallOptions]
  ) => Effect.Effect<AnswerOf<F["calls"][Name]>, CallError>
}

/** What every running node has, whatever its role. */
export interface Running<F extends Face> extends Pick<
  Node,
  "self" | "links" | "health" | "readdress" | "stop" | "ended"
> {
  readonly calls: Calls<F>
  readonly views: { readonly [Name in keyof F["views"]]: View<F["views"][Name]> }
  /** What the protocol tells the application, from now on. Ends with the node, and fails if that broke down. */
  readonly events: Stream.Stream<F["event"], NodeFailed>
}

/** A running node of a role: each call is a function of its own name. */
export type NodeOf<F extends Face> = Running<F> & Beside<Calls<F>, keyof Running<F>>

/** All that a node of a role must be told. */
export type ServiceOptions<F extends Face, Performs = PerformsOf<F>> = PlaceOptions<F> & RoleOptions<F, Performs>

/** A role as a service: the key of its node in a context, and what makes one. */
export interface RoleService<F extends Face> extends Context.Service<F, NodeOf<F>> {
  /** A node that runs as long as the layer lives. */
  readonly layer: <Performs extends PerformsOf<F> = PerformsOf<F>>(
    options: ServiceOptions<F, Performs>,
  ) => Layer.Layer<F, ServiceError, NeedsOf<Performs> | Storage | Transport>
  /** A node that runs as long as the scope is open: for a process with several. */
  readonly open: <Performs extends PerformsOf<F> = PerformsOf<F>>(
    options: ServiceOptions<F, Performs>,
  ) => Effect.Effect<NodeOf<F>, ServiceError, NeedsOf<Performs> | Scope.Scope | Storage | Transport>
}

/** The boundary where a node gains the types of its role, which were generated from the same spec. */
export const typedNode = <F extends Face>(node: NamedNode): NodeOf<F> => beside(node.calls, node) as NodeOf<F>

/** The boundary where the options of a node lose the types of its role. */
const namedOptions = <Needs>(options: object): NamedOptions<Needs> => options as NamedOptions<Needs>

/** The service of a role. */
export const roleService = <F extends Face>(library: ProtocolLibrary, role: string): RoleService<F> => {
  const key = Context.Service<F, NodeOf<F>>(`lockstep/${library.name}/${role}`)
  const open: RoleService<F>["open"] = <Performs extends PerformsOf<F>>(options: ServiceOptions<F, Performs>) =>
    Effect.map(openNamed(library, role, namedOptions<NeedsOf<Performs>>(options)), typedNode<F>)
  const layer: RoleService<F>["layer"] = (options) => Layer.effect(key, open(options))
  return Object.assign(key, { open, layer })
}
