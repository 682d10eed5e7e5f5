import { equal, everyPair, model, opaque } from "@lockstep/language"
import { type Client, fencingLock } from "./protocol.ts"

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
})

const holds = ({ token }: Client) => token !== null

/** The same, with an eye on every rule that a client, the lock and the resource keep. */
export const watched = model(fencingLock, {
  ...quick,
  always: {
    /** A client writes only under the lease that it believes in. */
    writesUnderItsLease: ({ clients }) =>
      clients.every(
        ({ asking, token }) => asking?.message.type !== "Write" || (token !== null && asking.message.token === token),
      ),
    /** What was given back is no longer believed in. */
    givesUpWhatItGivesBack: ({ clients }, { network }) =>
      clients.every(({ token }) => network.every(({ message }) => !equal(message, { type: "Release", token }))),
    /** Nobody waits but for what its client has asked. */
    nobodyIsForgotten: ({ clients }, { calls }) =>
      calls.every(({ call }) => clients.some(({ asking }) => asking?.call === call)),
    /** A lease is told to nobody but its holder. */
    grantsToTheHolder: ({ lock }, { network }) =>
      lock.every(({ lease }) =>
        network.every(
          ({ to, message }) =>
            lease === null ||
            to === lease.holder ||
            !equal(message, { type: "Granted", attempt: lease.attempt, token: lease.token }),
        ),
      ),
    /** The same write, heard twice, is one write. */
    writesOnce: ({ resource }) =>
      resource.every(({ log }) => log.every((entry, index) => !log.slice(0, index).includes(entry))),
  },
  step: {
    /** The tokens of the lock never go back, not even through a crash. */
    tokensGrow: (before, after) => everyPair(before.lock, after.lock, (node, next) => node.issued <= next.issued),
    /** An attempt has a number of its own, also after a crash. */
    attemptsGrow: (before, after) =>
      everyPair(before.clients, after.clients, (node, { attempt, asking }) => {
        const begins = asking?.message.type === "Acquire" && asking.call !== node.asking?.call
        return (
          attempt >= node.attempt + (begins ? 1 : 0) && (!begins || equal(asking.message, { type: "Acquire", attempt }))
        )
      }),
    /** What is written stays written, whatever crashes. */
    logStays: (before, after) =>
      everyPair(before.resource, after.resource, ({ log }, next) => equal(next.log.truncate(log.length), log)),
    /** Who is told that it has written, has. */
    confirmsWhatIsWritten: (before, after) =>
      everyPair(before.clients, after.clients, ({ asking }, next) => {
        if (asking?.message.type !== "Write" || next.asking !== null || next.token === null) return true
        const { token, value } = asking.message
        return after.resource.some(({ log }) => log.some((entry) => entry.token === token && entry.value === value))
      }),
  },
  reachable: {
    /** A client can believe in a lease that is over. */
    severalBelieve: ({ clients }) => clients.filter(holds).length > 1,
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
  reachable: {
    /** What was not answered is asked again. */
    asksAgain: (_, { network }) =>
      network.some((one, index) => network.slice(index + 1).some((other) => equal(one, other))),
  },
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
