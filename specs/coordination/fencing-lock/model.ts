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
