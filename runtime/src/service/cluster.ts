import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import type { ProtocolLibrary } from "../library.ts"
import type { NodeFailed, NodeLimits } from "../node/index.ts"
import { MemoryStorage } from "../storage/index.ts"
import { MemoryTransport } from "../transport/index.ts"
import type { Face, NeedsOf, PerformsOf, RoleOptions } from "./face.ts"
import { type NamedOptions, openNamed, type ServiceError } from "./named.ts"
import { type NodeOf, typedNode } from "./service.ts"

/** The faces of a protocol's roles, by name. */
export type Faces<Roles> = { readonly [Role in keyof Roles]: Face }

/** What a cluster in memory is told, role by role. */
export type ClusterOptions<Roles extends Faces<Roles>> = {
  readonly [Role in keyof Roles]: {
    /** The names of its nodes. */
    readonly nodes: readonly string[]
    readonly limits?: Partial<NodeLimits>
  } & RoleOptions<Roles[Role], PerformsOf<Roles[Role]>>
}

type NeedsIn<Options> = {
  [Role in keyof Options]: Options[Role] extends { readonly activities: infer Performs } ? NeedsOf<Performs> : never
}[keyof Options]

/** All nodes of a protocol in one process, with a network and disks in memory: for tests. It keeps the time of Effect's clock. */
export interface Cluster<Roles extends Faces<Roles>> {
  /** The newest life of a node. */
  readonly node: <Role extends keyof Roles & string>(role: Role, name: string) => NodeOf<Roles[Role]>
  /** A node is gone at once: what it had not made durable is lost, and so is what it had not sent. */
  readonly crash: (name: string) => Effect.Effect<void>
  /** A node that has crashed remembers what is durable, and goes on. */
  readonly restart: (name: string) => Effect.Effect<void, ServiceError>
  /** Between these two, in both directions, everything is lost until it is healed. */
  readonly cut: (one: string, other: string) => Effect.Effect<void>
  readonly heal: (one: string, other: string) => Effect.Effect<void>
  /** Why nodes have broken down, if any has. */
  readonly broken: Effect.Effect<readonly NodeFailed[]>
}

/** Starts all nodes of a protocol, in the scope. */
export type OpenCluster<Roles extends Faces<Roles>> = <Options extends ClusterOptions<Roles>>(
  options: Options,
) => Effect.Effect<Cluster<Roles>, ServiceError, NeedsIn<Options> | Scope.Scope>

interface Told extends Pick<NamedOptions<never>, "timers" | "activities" | "limits"> {
  readonly nodes: readonly string[]
}

interface Member {
  readonly role: string
  readonly told: Told
  store: MemoryStorage.MemoryStore
  /** The newest life, and the scope that it has as long as it lasts. */
  node: NodeOf<Face> | undefined
  scope: Scope.Closeable | undefined
}

type ToldByRole = { readonly [role: string]: Told }

const membersOf = (told: ToldByRole): ReadonlyMap<string, Member> => {
  const memberOf = (role: string, told: Told): Member => ({
    role,
    told,
    store: MemoryStorage.emptyStore(),
    node: undefined,
    scope: undefined,
  })
  return new Map(
    Object.entries(told).flatMap(([role, of]) => of.nodes.map((name) => [name, memberOf(role, of)] as const)),
  )
}

/** Names serve as addresses: the network in memory asks for no others. */
const addressesOf = (told: ToldByRole) =>
  Object.fromEntries(
    Object.entries(told).map(([role, { nodes }]) => [role, Object.fromEntries(nodes.map((name) => [name, name]))]),
  )

const copyOf = ({ snapshot, batches }: MemoryStorage.MemoryStore): MemoryStorage.MemoryStore => ({
  snapshot,
  batches: [...batches],
  isOpen: false,
})

const makeCluster = Effect.fnUntraced(function* (library: ProtocolLibrary, told: ToldByRole) {
  const outer = yield* Effect.context<Scope.Scope>()
  const members = membersOf(told)
  const nodes = addressesOf(told)
  const links = MemoryTransport.makeNetwork()
  const down = new Set<string>()
  const broken: NodeFailed[] = []
  const isCut = (one: string, other: string) => down.has(one) || down.has(other) || links.isCut(one, other)
  const transport = MemoryTransport.layer({ ...links, isCut })

  const memberOf = (name: string): Member => {
    const member = members.get(name)
    if (member === undefined) throw new Error(`${library.name} has no node ${name}`)
    return member
  }

  const start = Effect.fnUntraced(function* (self: string) {
    const member = memberOf(self)
    if (member.scope !== undefined) return
    const scope = yield* Scope.fork(yield* Effect.scope)
    const layers = yield* Layer.buildWithScope(Layer.merge(MemoryStorage.layer(member.store), transport), scope)
    const options = { ...member.told, self, nodes, limits: { drain: 0, ...member.told.limits } }
    down.delete(self)
    const opened = openNamed(library, member.role, options).pipe(Effect.provideContext(layers), Scope.provide(scope))
    const node = yield* opened
    yield* Effect.forkScoped(Effect.catch(node.ended, (failure) => Effect.sync(() => broken.push(failure))))
    member.node = typedNode(node)
    member.scope = scope
  })

  const crash = Effect.fnUntraced(function* (name: string) {
    const member = memberOf(name)
    const { scope } = member
    if (scope === undefined) return
    member.scope = undefined
    member.store = copyOf(member.store)
    down.add(name)
    yield* Scope.close(scope, Exit.void)
  })

  for (const name of members.keys()) yield* start(name)
  return {
    node: (role: string, name: string) => {
      const member = memberOf(name)
      if (member.role !== role) throw new Error(`${name} is one of the ${member.role}, and none of the ${role}`)
      return member.node
    },
    crash,
    restart: (name: string) => Effect.provideContext(start(name), outer),
    cut: (one: string, other: string) => Effect.sync(() => links.cut(one, other)),
    heal: (one: string, other: string) => Effect.sync(() => links.heal(one, other)),
    broken: Effect.sync(() => [...broken]),
  }
})

/** The boundary where a cluster gains the types of its protocol. */
const typed = <Roles extends Faces<Roles>>(open: unknown): OpenCluster<Roles> => open as OpenCluster<Roles>

/** What starts clusters of a protocol. */
export const clusterOpener = <Roles extends Faces<Roles>>(library: ProtocolLibrary): OpenCluster<Roles> =>
  typed((told: ToldByRole) => makeCluster(library, told))
