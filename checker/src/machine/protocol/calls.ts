import { eachTime, memoPairs, memoValues } from "../../store/pairs.ts"
import type { Sink } from "../machine.ts"
import { guarded } from "../trouble.ts"
import { type ClientEvent, type ClientStates, callName, clientSteps, retriesLeft } from "./clients.ts"
import type { makeFaults } from "./faults.ts"
import { kinds } from "./label.ts"
import { applyEffects } from "./moves.ts"
import type { NodeState } from "./reactions.ts"
import type { Setting } from "./setting.ts"
import { earlyWays, type Transitions } from "./transitions.ts"

/** What steps say to the clients. */
export interface Events {
  readonly tell: (sink: Sink, event: number) => void
}

/** Brings events to the clients' part of a state. */
export const makeEvents = (setting: Setting): Events => {
  const { model, components, keepsHistory, clientCount, slots, fleeting, keep } = setting
  const { value } = components
  const step = clientSteps(model, keepsHistory)
  const memo = fleeting === undefined ? memoPairs : eachTime
  const after = memo((clients, event) =>
    guarded("clients", undefined, () => keep(step(value(clients) as ClientStates, value(event) as ClientEvent))),
  )
  return {
    tell: (sink, event) => {
      if (clientCount > 0) sink.set(slots.clients, after(sink.get(slots.clients), event))
    },
  }
}

interface Ask {
  readonly node: number
  readonly input: number
  readonly event: number
}

/** The calls that clients make. */
export const makeCalls = (
  setting: Setting,
  { reactionTo }: Transitions,
  events: Events,
  interrupt: ReturnType<typeof makeFaults>["interrupt"],
) => {
  const { model, nodes, components, cells, slots } = setting
  const { intern, value } = components
  const clients = model.clients ?? []

  const asksOf = memoValues((states): readonly Ask[] =>
    clients.flatMap((client, index) => {
      const state = (value(states) as ClientStates)[index]
      const next = client.calls[state?.over ?? 0]
      if (state === undefined || next === undefined || retriesLeft(model, index, state) <= 0) return []
      const role = nodes.filter(({ roleName }) => roleName === client.of)
      const call = callName(index, state.over, state.attempts + 1)
      const input = intern({ kind: "call", name: next[0], argument: next[1], call })
      const targets = client.at === undefined ? role : role.slice(client.at, client.at + 1)
      return targets.map((node) => ({
        node: node.index,
        input,
        event: intern({ kind: "ask", client: index, node: node.id }),
      }))
    }),
  )

  return (state: Int32Array, sink: Sink): void => {
    if (clients.length === 0) return
    for (const { node, input, event } of asksOf(state[slots.clients] as number, 0)) {
      const cell = state[node] as number
      const component = cells.node(cell)
      if ((value(component) as NodeState).stopped) continue
      const alternatives = reactionTo(node, component, input)
      for (const early of earlyWays(alternatives))
        interrupt(state, sink, node, { what: input, inbox: cells.inbox(cell), early }, { asked: [event] })
      for (const one of alternatives) {
        events.tell(sink, event)
        sink.set(node, cells.withNode(cell, one.node))
        applyEffects(setting, events, sink, one)
        sink.commit(kinds.call, node, input)
      }
    }
  }
}
