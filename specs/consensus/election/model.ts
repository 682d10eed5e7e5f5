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
