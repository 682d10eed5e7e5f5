import { model } from "@lockstep/language"
import { election } from "./protocol.ts"

/** Everything that was said can be heard at any time, late, twice or never; one server may crash once. */
export const quick = model(election, {
  nodes: { servers: 3 },
  network: { kind: "set" },
  crashes: { budget: 1, afterwards: "restart" },
  within: ({ servers }) => servers.every((node) => node.term <= 1),
})

/** The same with a second term. */
export const ci = model(election, {
  nodes: { servers: 3 },
  network: { kind: "set" },
  crashes: { budget: 1, afterwards: "restart" },
  within: ({ servers }) => servers.every((node) => node.term <= 2),
})

/** Nobody crashes. */
export const calm = model(election, {
  nodes: { servers: 3 },
  network: { kind: "set" },
  within: ({ servers }) => servers.every((node) => node.term <= 1),
  reachable: {
    /** A candidate that hears of a leader follows it. */
    candidateYields: ({ servers }, { nodes }) =>
      servers.some(
        ({ role, votedFor }, index) => role === "follower" && votedFor === (nodes["servers"]?.[index] ?? ""),
      ),
  },
})
