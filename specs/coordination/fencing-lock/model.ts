import { model, opaque } from "@lockstep/language"
import { fencingLock } from "./protocol.ts"

/** Takes the lease, writes each of the values, and gives the lease back. */
const turn = (...values: string[]) => [
  ["acquire", null] as const,
  ...values.map((value) => ["write", opaque<"Value">(value)] as const),
  ["release", null] as const,
]

/** Everything that was said can be heard at any time, late, twice or never; one node may crash once. */
export const quick = model(fencingLock, {
  nodes: { clients: 2, lock: 1, resource: 1 },
  network: { kind: "set" },
  crashes: { budget: 1, afterwards: "restart" },
  clients: [
    { of: "clients", at: 0, calls: turn("a", "b") },
    { of: "clients", at: 1, calls: turn("c") },
  ],
  within: ({ lock }) => lock.every(({ issued }) => issued <= 2),
  reachable: {
    /** A lease can be given back before it is over. */
    isGivenBack: (_, { network }) => network.some(({ message }) => message.type === "Release"),
  },
})

/** Nothing fails, and nobody gives its lease back. */
export const rivals = model(fencingLock, {
  nodes: { clients: 2, lock: 1, resource: 1 },
  network: { kind: "set" },
  clients: [
    { of: "clients", at: 0, calls: turn("a", "b").slice(0, 3) },
    { of: "clients", at: 1, calls: turn("c").slice(0, 2) },
  ],
  within: ({ lock }) => lock.every(({ issued }) => issued <= 2),
  reachable: {
    /** Who is refused knows that its lease is over. */
    learnsThatItIsOver: ({ clients }) =>
      clients.some(({ attempt, token, asking }) => attempt > 0 && token === null && asking === null),
  },
})

/** One message is lost, and all that is said else is heard: then there is an end to it. */
export const lossy = model(fencingLock, {
  nodes: { clients: 2, lock: 1, resource: 1 },
  network: { kind: "bag", loss: 1 },
  clients: [
    { of: "clients", at: 0, calls: turn("a", "b") },
    { of: "clients", at: 1, calls: turn("c") },
  ],
  within: ({ lock }, { network }) => lock.every(({ issued }) => issued <= 2) && network.length <= 2,
  /** Everybody has an answer. */
  ends: (_, { calls }) => calls.length === 0,
})

/** A third client, a second turn, a second crash; whoever hears nothing from its client may ask again. */
export const ci = model(fencingLock, {
  nodes: { clients: 3, lock: 1, resource: 1 },
  network: { kind: "set" },
  crashes: { budget: 2, afterwards: "restart" },
  clients: [
    { of: "clients", at: 0, calls: [...turn("a"), ...turn("b")], retries: 1 },
    { of: "clients", at: 1, calls: turn("c", "d") },
    { of: "clients", at: 2, calls: turn("e") },
  ],
  within: ({ lock }) => lock.every(({ issued }) => issued <= 3),
})
