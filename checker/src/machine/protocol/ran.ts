import { type Effect, equal, type Input } from "@lockstep/language"
import type { Told } from "../../report.ts"
import type { Ran, Sink } from "../machine.ts"
import type { Events } from "./calls.ts"
import { type ClientEvent, parseCall } from "./clients.ts"
import { type Happened, kinds } from "./label.ts"
import type { NodeInfo } from "./nodes.ts"
import type { NodeState, Reaction, Reactions, Rerun } from "./reactions.ts"
import type { Setting } from "./setting.ts"

/** The steps that a handler takes with what is on their label. */
const withInput: readonly number[] = [
  ...[kinds.own, kinds.message, kinds.duplicate, kinds.overtake, kinds.call],
  kinds.interruption,
]

const toldBy = (effect: Effect): readonly Told[] => {
  switch (effect.kind) {
    case "reply":
      return [{ kind: "reply", call: effect.call, value: effect.value }]
    case "reject":
      return [{ kind: "reject", call: effect.call, reason: effect.reason }]
    case "emit":
      return [{ kind: "emit", event: effect.event }]
    default:
      return []
  }
}

/** What the clients see of a step before its handler runs. */
const seenFirst = ({ id }: NodeInfo, input: Input): readonly ClientEvent[] => {
  if (input.kind === "call") return [{ kind: "ask", client: parseCall(input.call).client, node: id }]
  return input.kind === "recover" ? [{ kind: "crash", node: id }] : []
}

/** Finds the handler of a step, by what happened: what it was given and picked, and what it told. */
export type FindRan = (before: Int32Array, step: Happened, after: Int32Array) => Ran | undefined

const recovery: Input = { kind: "recover" }

const inputOf = ({ kind, what }: Happened): Input | undefined => {
  if (kind === kinds.crash) return recovery
  return withInput.includes(kind) ? (what as Input) : undefined
}

/** Looks for it among all that the handler may do; by content, since who follows a run numbers what is alike more than once. */
export const makeRan = (setting: Setting, events: Events, reactions: Reactions): FindRan => {
  const { components, cells, inboxes, indexOf, slots, keep } = setting
  const { value } = components

  const nodeIn = (state: Int32Array, { index }: NodeInfo): NodeState =>
    value(cells.node(state[index] as number)) as NodeState

  const areSent = (after: Int32Array, from: NodeInfo, sends: Reaction["sends"]): boolean =>
    sends.every(({ to, message }) =>
      inboxes
        .envelopes(cells.inbox(after[indexOf(to)] as number))
        .some((envelope) => equal(value(envelope), { kind: "message", from: from.id, message })),
    )

  const areTold = (before: Int32Array, after: Int32Array, told: readonly ClientEvent[]): boolean => {
    if (slots.clients === -1) return true
    let clients = before[slots.clients] as number
    const sink: Sink = { get: () => clients, set: (_, now) => void (clients = now), commit: () => undefined }
    for (const event of told) events.tell(sink, keep(event))
    return equal(value(clients), value(after[slots.clients] as number))
  }

  /** The run that explains a step: the node is as it leaves it, and all that it sent and told is there. */
  const explaining = (
    node: NodeInfo,
    input: Input,
    [before, after]: readonly [Int32Array, Int32Array],
    seen: readonly ClientEvent[],
  ): Rerun | undefined =>
    reactions
      .rerun(node, nodeIn(before, node), input)
      .find(
        ({ reaction }) =>
          equal(reaction.node, nodeIn(after, node)) &&
          areSent(after, node, reaction.sends) &&
          areTold(before, after, [...seen, ...reaction.events]),
      )

  /** A crash in the middle leaves nothing of a step but what was sent early; what is told then, the recovery tells. */
  const cutShort = (
    node: NodeInfo,
    input: Input,
    [before, after]: readonly [Int32Array, Int32Array],
  ): Ran | undefined => {
    const cut = reactions
      .rerun(node, nodeIn(before, node), input)
      .find(({ reaction: { early } }) => early.length > 0 && areSent(after, node, early))
    const seen = [...seenFirst(node, input), ...seenFirst(node, recovery)]
    const recovered = explaining(node, recovery, [before, after], seen)
    return cut && { told: recovered?.effects.flatMap(toldBy) ?? [], again: cut.again }
  }

  return (before, happened, after) => {
    const { kind, node } = happened
    const input = inputOf(happened)
    if (input === undefined) return undefined
    if (kind === kinds.interruption) return cutShort(node, input, [before, after])
    const found = explaining(node, input, [before, after], seenFirst(node, input))
    return found && { told: found.effects.flatMap(toldBy), again: found.again }
  }
}
