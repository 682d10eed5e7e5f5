import * as Effect from "effect/Effect"
import {
  BadConfiguration,
  duration,
  durationOrRange,
  flag,
  flawsIn,
  isRecord,
  pause,
  refuse,
  type Rule,
  shown,
  texts,
  unknownIn,
  wholeNumber,
} from "../configuration.ts"
import type { ProtocolLibrary, RoleLibrary } from "../library.ts"
import { TraceRecording } from "../trace/sink.ts"
import { type JoinError, Transport, type TransportService } from "../transport/transport.ts"
import { addressesIn, type NodeLimits, type NodeOptions } from "./options.ts"

type Named = { readonly [name: string]: unknown }
type Flaws = readonly BadConfiguration[]

const limitRules: { readonly [Limit in keyof NodeLimits]: Rule } = {
  mailbox: wholeNumber,
  batch: wholeNumber,
  calls: wholeNumber,
  callWait: duration,
  callTimeout: duration,
  drain: pause,
  activities: wholeNumber,
  events: wholeNumber,
  journalBytes: wholeNumber,
}

const flaw = (option: string, reason: string): Flaws => [new BadConfiguration({ option, reason })]

/** Looks into options that are objects themselves. */
const inside = (option: string, given: unknown, look: (given: Named) => Flaws): Flaws =>
  isRecord(given) ? look(given) : flaw(option, `${shown(given)} is no object`)

const flawOfName = (name: string): string | undefined => {
  if (name === "" || name.length > 255) return "a name has between 1 and 255 characters"
  return name.isWellFormed() && name !== "__proto__" ? undefined : "nobody can have this name"
}

/** Where nodes stand, whatever their roles. */
interface Standing {
  readonly option: string
  readonly role: string
  readonly name: string
  readonly address: unknown
}

const standingsIn = (nodes: Named): readonly Standing[] =>
  Object.entries(nodes).flatMap(([role, own]) =>
    isRecord(own)
      ? Object.entries(own).map(([name, address]) => ({ option: `nodes.${role}.${name}`, role, name, address }))
      : [],
  )

type AddressFlaw = TransportService["addressFlaw"]

const flawOfStanding = (
  { name, address }: Standing,
  before: readonly Standing[],
  addressFlaw: AddressFlaw,
): string | undefined => {
  if (typeof address !== "string") return `${shown(address)} is no address`
  const namesake = before.find((other) => other.name === name)
  if (namesake !== undefined) return `one of the ${namesake.role} has this name, too`
  const neighbour = before.find((other) => other.address === address)
  if (neighbour !== undefined) return `${shown(address)} is the address of ${neighbour.name}`
  return flawOfName(name) ?? addressFlaw?.(address)
}

const standingsFlaws = (standings: readonly Standing[], addressFlaw: AddressFlaw): Flaws =>
  standings.flatMap((standing, at) => {
    const reason = flawOfStanding(standing, standings.slice(0, at), addressFlaw)
    return reason === undefined ? [] : flaw(standing.option, reason)
  })

const nodesFlaws = (nodes: Named, { name: protocol, roles }: ProtocolLibrary, addressFlaw: AddressFlaw): Flaws => {
  const known = Object.keys(roles)
  const missing = known.filter((role) => nodes[role] === undefined)
  return [
    ...unknownIn(nodes, known, `role of ${protocol}`, "nodes."),
    ...missing.flatMap((role) =>
      flaw(`nodes.${role}`, "it is missing: every role has its nodes, by name, each with its address"),
    ),
    ...known
      .filter((role) => !missing.includes(role))
      .flatMap((role) => inside(`nodes.${role}`, nodes[role], () => [])),
    ...standingsFlaws(standingsIn(nodes), addressFlaw),
  ]
}

const selfFlaws = (self: unknown, role: string, nodes: Named): Flaws => {
  const fellows = nodes[role]
  if (!isRecord(fellows)) return []
  if (typeof self === "string" && Object.hasOwn(fellows, self)) return []
  return flaw("self", `${shown(self)} is none of the ${role}: ${Object.keys(fellows).join(", ") || "there are none"}`)
}

/** All nodes may be told the durations of all roles' timers; a node's own must be there. */
const timersFlaws = (timers: Named, own: RoleLibrary, { roles }: ProtocolLibrary): Flaws => {
  const known = [...new Set(Object.values(roles).flatMap((role) => role.timers))]
  const missing = own.timers.filter((timer) => timers[timer] === undefined)
  return [
    ...unknownIn(timers, known, "timer", "timers."),
    ...missing.flatMap((timer) => flaw(`timers.${timer}`, `it is missing: say how long it runs, as in "150 millis"`)),
    ...flawsIn(timers, Object.fromEntries(known.map((timer) => [timer, durationOrRange])), "timers."),
  ]
}

const activitiesFlaws = (performs: Named, own: RoleLibrary): Flaws =>
  Object.keys(own.activities).flatMap((activity) => {
    const perform = Object.hasOwn(performs, activity) ? performs[activity] : undefined
    if (typeof perform === "function") return []
    const reason =
      perform === undefined
        ? `it is missing: nobody else performs it for ${own.name}`
        : `${shown(perform)} is no function`
    return flaw(`activities.${activity}`, reason)
  })

const limitsFlaws = (limits: Named): Flaws => [
  ...unknownIn(limits, Object.keys(limitRules), "limit", "limits."),
  ...flawsIn(limits, limitRules, "limits."),
]

const known: { readonly [Option in keyof Omit<NodeOptions, "library" | "role">]-?: true } = {
  ...{ self: true, nodes: true, timers: true, activities: true, limits: true, metrics: true, accepts: true },
}

/** The options of a node whose library and role are known. */
export const nodeOptions: readonly string[] = Object.keys(known)

/** A library is whatever its generator wrote: one of another version may not say what this runtime has to know. */
const libraryFlaws = ({ name, roles, version }: ProtocolLibrary, { majorityOf }: RoleLibrary): Flaws => {
  if (majorityOf === null || roles[majorityOf] !== undefined) return []
  const written = `version ${version} of the generator wrote ${name}, and does not say whose majority a role counts`
  return flaw("library", `${written}: write it anew with the generator of this runtime's version`)
}

/** What is wrong with what a node was told, the places of the nodes first. */
const flawsOf = <Needs>(options: NodeOptions<Needs>, addressFlaw: AddressFlaw): Flaws => {
  const { library, role, ...told } = options
  const { self, nodes, timers = {}, activities = {}, limits = {}, metrics, accepts } = told
  const own = library.roles[role]
  if (own === undefined)
    return flaw("role", `${library.name} has no ${shown(role)}: ${Object.keys(library.roles).join(", ")}`)
  return [
    ...libraryFlaws(library, own),
    ...unknownIn(told, nodeOptions, "option"),
    ...inside("nodes", nodes, (given) => [...nodesFlaws(given, library, addressFlaw), ...selfFlaws(self, role, given)]),
    ...inside("timers", timers, (given) => timersFlaws(given, own, library)),
    ...inside("activities", activities, (given) => activitiesFlaws(given, own)),
    ...inside("limits", limits, limitsFlaws),
    ...flawsIn({ metrics, accepts }, { metrics: flag, accepts: texts }),
  ]
}

/** The nodes are those that there were from the beginning: only their addresses change. */
const addressesFlaws = (addresses: Named, nodes: Named, addressFlaw: AddressFlaw): Flaws => {
  const standings = standingsIn(nodes).map(({ name, role }) => ({ name, role, address: addresses[name] }))
  const names = standings.map(({ name }) => name)
  return [
    ...unknownIn(addresses, names, "node", "addresses."),
    ...names
      .filter((name) => addresses[name] === undefined)
      .flatMap((name) => flaw(`addresses.${name}`, "it is missing: every node has its address, whatever its role")),
    ...standingsFlaws(
      standings.map((standing) => ({ ...standing, option: `addresses.${standing.name}` })),
      addressFlaw,
    ),
  ]
}

/** Refuses addresses with which a node would lose others from sight. */
export const checkAddresses = (
  addresses: unknown,
  nodes: Named,
  { addressFlaw }: TransportService,
): Effect.Effect<void, BadConfiguration> =>
  refuse(inside("addresses", addresses, (given) => addressesFlaws(given, nodes, addressFlaw)))

/** Refuses what no node could run with, before anything begins. */
export const checkOptions = Effect.fnUntraced(function* <Needs>(
  options: NodeOptions<Needs>,
): Effect.fn.Return<void, JoinError, Transport> {
  const { addressFlaw, check } = yield* Transport
  const store = yield* TraceRecording
  yield* refuse([...flawsOf(options, addressFlaw), ...(store?.flaws ?? [])])
  if (check !== undefined) yield* check(options.self, addressesIn(options.nodes))
})
