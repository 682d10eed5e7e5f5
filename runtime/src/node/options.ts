import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import { definedIn } from "../configuration.ts"
import type { ProtocolLibrary, RoleLibrary } from "../library.ts"
import type { NodeLabels } from "../observe/metrics.ts"
import type { AnyPlace } from "../role.ts"
import type { NodeId } from "../value.ts"
import type { Addresses } from "../transport/transport.ts"
import type { Players } from "./outbox.ts"
import type { TimerDurations } from "./timers.ts"

/** Does what a node asks of the application. It may be run again with the same key after a crash or a failure, until it succeeds once. */
export type Perform<Needs> = (
  request: unknown,
  given: { readonly key: string },
) => Effect.Effect<unknown, unknown, Needs>

/** Bounds of a node; each has a default that serves a small cluster. */
export interface NodeLimits {
  /** How many inputs wait; beyond that peers are held back and calls are refused. */
  readonly mailbox: number
  /** How many inputs share one sync. */
  readonly batch: number
  /** How many calls wait for an answer. */
  readonly calls: number
  /** How long the first call in the mailbox may have waited before further ones are refused. */
  readonly callWait: Duration.Input
  /** How long a call waits. */
  readonly callTimeout: Duration.Input
  /** How long a stop waits for calls that were begun. */
  readonly drain: Duration.Input
  /** How many activities run at once. */
  readonly activities: number
  /** How many events wait for each subscriber; the oldest give way. */
  readonly events: number
  /** How many bytes of journal make a snapshot worth its while. */
  readonly journalBytes: number
}

/** What a node is and where it stands. */
export interface Deployment {
  readonly library: ProtocolLibrary
  readonly role: string
  readonly self: string
  /** Every node of the protocol with its address, by role. */
  readonly nodes: { readonly [role: string]: Addresses }
  readonly timers?: TimerDurations
  readonly limits?: Partial<NodeLimits>
  /** Whether the node exports metrics, as it does unless told. */
  readonly metrics?: boolean
  /** Hashes of earlier specs whose durable state this one reads. */
  readonly accepts?: readonly string[]
}

/** A deployment, and the application's part in it. */
export interface NodeOptions<Needs = never> extends Deployment {
  readonly activities?: { readonly [activity: string]: Perform<Needs> }
}

/** What holds for a node where nothing else is said. */
export const defaultLimits: NodeLimits = {
  mailbox: 8192,
  batch: 1024,
  calls: 4096,
  callWait: "1 second",
  callTimeout: "10 seconds",
  drain: "5 seconds",
  activities: 64,
  events: 1024,
  journalBytes: 2 ** 24,
}

/** What holds for a node: an option that was given as nothing has its default. */
export const limitsOf = ({ limits = {} }: Deployment): NodeLimits => ({ ...defaultLimits, ...definedIn(limits) })

/** The boundary where a name from the configuration becomes the name of a node. */
export const nodeId = (name: string): NodeId => name as NodeId

/** What the metrics and log lines of a node say of it. */
export const labelsOf = ({ library, role, self }: Deployment): NodeLabels => ({
  ...{ protocol: library.name, role, node: self },
})

/** Where each node is, whatever its role. */
export const addressesIn = (nodes: Deployment["nodes"]): Addresses => {
  const all: { [node: string]: string } = {}
  for (const own of Object.values(nodes)) Object.assign(all, own)
  return all
}

/** Where a node stands among the others. */
export const placeOf = ({ role, self, nodes }: Deployment): AnyPlace => {
  const byRole: { [name: string]: readonly NodeId[] } = {}
  for (const name of Object.keys(nodes)) byRole[name] = Object.keys(nodes[name] ?? {}).map(nodeId)
  return { self: nodeId(self), peers: (byRole[role] ?? []).filter((node) => node !== self), nodes: byRole }
}

/** Every role with its nodes, in the library's order. */
export const playersOf = ({ library, nodes }: Deployment): readonly Players[] =>
  Object.entries(library.roles).map(([name, role]) => ({ role, nodes: Object.keys(nodes[name] ?? {}) }))

/** The part of the library that a node runs: its options were looked into before. */
export const roleOf = ({ library, role }: Deployment): RoleLibrary => {
  const found = library.roles[role]
  if (found === undefined) throw new Error(`${library.name} has no role ${role}`)
  return found
}
