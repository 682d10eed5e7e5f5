import { model, opaque } from "@lockstep/language"
import { hybridLogicalClock } from "./protocol.ts"

/**
 * Two clocks that may be further apart than the protocol's limit. Everything that was said can be heard at any time, late, twice or
 * never; one node may crash once.
 */
export const quick = model(hybridLogicalClock, {
  nodes: { nodes: 2 },
  network: { kind: "set" },
  crashes: { budget: 1, afterwards: "restart" },
  clocks: { skew: 2, until: 2 },
  clients: [
    {
      of: "nodes",
      at: 0,
      calls: [
        ["send", opaque("a")],
        ["stamp", null],
      ],
    },
    {
      of: "nodes",
      at: 1,
      calls: [
        ["stamp", null],
        ["send", opaque("b")],
      ],
    },
  ],
})

/** A third node hears the other two. */
export const ci = model(hybridLogicalClock, {
  nodes: { nodes: 3 },
  network: { kind: "set" },
  crashes: { budget: 1, afterwards: "restart" },
  clocks: { skew: 2, until: 2 },
  clients: [
    {
      of: "nodes",
      at: 0,
      calls: [
        ["send", opaque("a")],
        ["stamp", null],
      ],
    },
    {
      of: "nodes",
      at: 1,
      calls: [
        ["stamp", null],
        ["send", opaque("b")],
      ],
    },
  ],
})
