import { type Call, List, Map, type NodeId, type Opaque, protocol, roles, Set } from "@lockstep/language"

/** Every kind of value in every kind of place: what the pilots do not have. */
export type Tree = { readonly kind: "leaf" } | { readonly kind: "branch"; readonly left: Tree; readonly right: Tree }

export interface Chain {
  readonly next: Chain | null
  readonly value: number
}

type Mixed = null | "none" | "all" | NodeId<"sender"> | number | boolean | List<number> | readonly [number, string]
type Sized = 1 | 2 | 30 | "many" | true

interface Odd {
  readonly "a field": number
  readonly __proto__: string
  readonly only: "this"
  readonly nothing: null
  readonly nested: { readonly deep: { readonly deeper: boolean | null } }
}

type Other = { readonly is: "wide" | "narrow"; readonly by: number } | { readonly is: "unknown" } | null

interface State {
  readonly tree: Tree
  readonly chain: Chain
  readonly mixed: Mixed
  readonly sized: Sized
  readonly odd: Odd
  readonly other: Other
  readonly blanks: readonly "x"[]
  readonly pairs: readonly (readonly [NodeId<"sender"> | NodeId<"receiver">, Opaque<"Payload">])[]
  readonly sets: Set<Set<number>>
  readonly records: Set<Chain>
  readonly maps: Map<readonly [string, number], Map<boolean, List<string | null>>>
  readonly calls: Set<Call<Other>>
}

interface Empty {
  readonly hint: string | null
  readonly late: number | null
}

const { role, send } = roles<{
  sender: { state: Empty; hears: { receiver: { type: "Ack" } | { type: "Nack"; why: string | null } } }
  receiver: {
    state: State
    hears: {
      sender:
        | { type: "Give"; tree: Tree; mixed: Mixed; odd: Odd }
        | { type: "Take"; other: Other; count: number; last: number | null; more: readonly string[] | null }
        | { type: "Sleep"; for: null; until: number | null }
    }
    calls: { ask(value: Mixed): Other; rest(): null }
    activities: { fetch(from: Set<string>): { readonly found: Tree | null } }
    event: { type: "Began" | "Ended"; tree: Tree } | { type: "Failed" }
  }
}>()

const odd: Odd = { "a field": 0, ["__proto__"]: "", only: "this", nothing: null, nested: { deep: { deeper: null } } }

const receiver = role("receiver", {
  initial: {
    tree: { kind: "leaf" },
    chain: { next: null, value: 0 },
    mixed: null,
    sized: 1,
    odd,
    other: null,
    blanks: [],
    pairs: [],
    sets: Set.of(),
    records: Set.of(),
    maps: Map.of(),
    calls: Set.of(),
  },
  durable: ["tree", "sets", "mixed", "other"],
  calls: { ask: (node) => node, rest: (node) => node },
  results: { fetch: (node) => node },
  on: {
    Give: (node, { tree }, { from }) => [{ ...node, tree }, send(from, { type: "Ack" })],
    Take: (node) => node,
    Sleep: (node) => node,
  },
})

const sender = role("sender", {
  initial: { hint: null, late: null },
  durable: ["hint", "late"],
  on: { Ack: (node) => node, Nack: (node) => node },
})

export const shapes = protocol({ roles: { sender, receiver } })
