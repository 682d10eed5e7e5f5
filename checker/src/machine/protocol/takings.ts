import { type AnyModel, equal, type Input } from "@lockstep/language"
import { callName, idle, retriesLeft } from "./clients.ts"
import type { Happening } from "./happening.ts"
import { kinds } from "./label.ts"
import type { NodeInfo } from "./nodes.ts"
import type { Reactions } from "./reactions.ts"
import type { Reader } from "./reader.ts"
import type { Setting } from "./setting.ts"

/** What a node takes: as it is told, as a component, what is then left in its inbox, and what the clients have done. */
export interface Taking {
  readonly kind: number
  readonly what: unknown
  readonly input: number
  readonly inbox: number
  readonly asked: readonly number[]
}

/** What nodes can take. */
export interface Takings {
  /** What a node takes as something happens; `undefined` if it cannot happen in this state, or happens without a handler. */
  readonly of: (state: Int32Array, node: NodeInfo, happening: Happening) => Taking | undefined
  /** The oldest of a node's messages that is like this one. */
  readonly waiting: (state: Int32Array, index: number, from: string, message: unknown) => number | undefined
  /** A node's inbox when it has taken a message. */
  readonly taken: (state: Int32Array, index: number, envelope: number) => number
  /** The name of the call that a client would make now; `undefined` when it has none to make. */
  readonly nextCall: (state: Int32Array, client: number) => string | undefined
}

const none: readonly number[] = []

/** Looks in the states of a model that somebody follows for what can be taken there. */
export const makeTakings = (
  model: AnyModel,
  { components: { value }, cells, inboxes, keep }: Setting,
  { nodeOf, clientsOf }: Reader,
  timersOf: Reactions["timers"],
): Takings => {
  const network = model.network?.kind ?? "bag"

  const own = (
    state: Int32Array,
    { index }: NodeInfo,
    input: Input,
    kind: number,
    asked: readonly number[] = none,
  ): Taking => ({ kind, what: input, input: keep(input), inbox: cells.inbox(state[index] as number), asked })

  const waiting = (state: Int32Array, index: number, from: string, message: unknown): number | undefined =>
    inboxes.envelopes(cells.inbox(state[index] as number)).find((envelope) => {
      const held = value(envelope) as { readonly from: string; readonly message: unknown }
      return held.from === from && equal(held.message, message)
    })

  const taken = (state: Int32Array, index: number, envelope: number): number =>
    inboxes.without(cells.inbox(state[index] as number), envelope) ?? inboxes.empty

  const receive = (
    state: Int32Array,
    { index }: NodeInfo,
    { from, message, stays }: Extract<Happening, { kind: "message" }>,
  ): Taking | undefined => {
    const input = waiting(state, index, from, message)
    if (input === undefined) return undefined
    const isSet = network === "set"
    const inbox = stays || isSet ? cells.inbox(state[index] as number) : taken(state, index, input)
    return { kind: stays && !isSet ? kinds.duplicate : kinds.message, what: value(input), input, inbox, asked: none }
  }

  const fire = (state: Int32Array, node: NodeInfo, timer: string): Taking | undefined =>
    timersOf(node, nodeOf(state, node.id)).includes(timer)
      ? own(state, node, { kind: "timer", timer }, kinds.own)
      : undefined

  const nextCall = (state: Int32Array, client: number): string | undefined => {
    const own = clientsOf(state)[client] ?? idle
    const next = model.clients?.[client]?.calls[own.over]
    if (next === undefined || retriesLeft(model, client, own) <= 0) return undefined
    return callName(client, own.over, own.attempts + 1)
  }

  const call = (state: Int32Array, node: NodeInfo, client: number): Taking | undefined => {
    const name = nextCall(state, client)
    const asked = model.clients?.[client]?.calls[clientsOf(state)[client]?.over ?? 0]
    if (name === undefined || asked === undefined) return undefined
    const input: Input = { kind: "call", name: asked[0], argument: asked[1], call: name as never }
    return own(state, node, input, kinds.call, [keep({ kind: "ask", client, node: node.id })])
  }

  const result = (state: Int32Array, node: NodeInfo, activity: string, key: string): Taking | undefined => {
    const found = nodeOf(state, node.id).pending.find((one) => one.activity === activity && one.key === key)
    if (found === undefined || found.answer.length === 0) return undefined
    const input: Input = { kind: "result", activity, key, request: found.request, result: found.answer[0] }
    return own(state, node, input, kinds.own)
  }

  const of = (state: Int32Array, node: NodeInfo, happening: Happening): Taking | undefined => {
    switch (happening.kind) {
      case "message":
        return receive(state, node, happening)
      case "timer":
        return fire(state, node, happening.timer)
      case "call":
        return call(state, node, happening.client)
      case "result":
        return result(state, node, happening.activity, happening.key)
      default:
        return undefined
    }
  }

  return { of, waiting, taken, nextCall }
}
