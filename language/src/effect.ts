import type { Call, NodeId, Tagged } from "./value.ts"

/** What a step asks of the world. Build one with the words of `spec` or `roles` and return it beside the new state. */
export type Effect =
  | { readonly kind: "send"; readonly to: NodeId; readonly message: Tagged; readonly early?: true }
  | { readonly kind: "broadcast"; readonly message: Tagged; readonly early?: true }
  | { readonly kind: "restart"; readonly timer: string }
  | { readonly kind: "reply"; readonly call: Call<never>; readonly value: unknown }
  | { readonly kind: "reject"; readonly call: Call<never>; readonly reason: string }
  | { readonly kind: "perform"; readonly activity: string; readonly key: string; readonly request: unknown }
  | { readonly kind: "emit"; readonly event: Tagged }

/** A message to one node or to many: what `send` and `broadcast` build, and `early` takes. */
export type Sending = Extract<Effect, { readonly kind: "send" | "broadcast" }>

/** What a handler returns: the next state, alone or with effects. `false` and `null` stand for "no effect", so that `ready && send(...)` reads well. */
export type Result<State> = State | readonly [State, ...(Effect | false | null)[]]

/** The effect constructors, untyped; `spec` and `roles` hand them out with the types of a protocol. */
export const effects = {
  send: (to: NodeId, message: Tagged): Sending => ({ kind: "send", to, message }),
  broadcast: (message: Tagged): Sending => ({ kind: "broadcast", message }),
  early: (sending: Sending): Sending => ({ ...sending, early: true }),
  restart: (timer: string): Effect => ({ kind: "restart", timer }),
  reply: (call: Call<never>, value: unknown): Effect => ({ kind: "reply", call, value }),
  reject: (call: Call<never>, reason: string): Effect => ({ kind: "reject", call, reason }),
  perform: (activity: string, key: string, request: unknown): Effect => ({ kind: "perform", activity, key, request }),
  emit: (event: Tagged): Effect => ({ kind: "emit", event }),
}
