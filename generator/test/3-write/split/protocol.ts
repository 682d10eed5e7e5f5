import { type Call, List, type NodeId, protocol, roles, type Role as AnyRole } from "@lockstep/language"
import { type Ballot, capped as atMost, count, none, type Tally } from "./rules.ts"

type Role = "open" | "closed"

/** The same name as in the other file, and another meaning. */
const add = (left: number, right: number): number => left + right

export interface Box {
  readonly state: Role
  readonly tally: Tally
  readonly total: number
  readonly order: List<NodeId<"voters">>
  readonly callers: List<Call<number>>
}

export interface Voter {
  readonly weight: number
  readonly boxes: number
  readonly started: boolean
}

const { role, send, broadcast, reply, emit, restart } = roles<{
  boxes: {
    state: Box
    hears: { voters: { type: "Cast"; weight: number }; boxes: { type: "Close" } }
    calls: { total(): number }
    event: { type: "Counted"; total: number }
  }
  voters: {
    state: Voter
    hears: { boxes: { type: "Thanks"; capped: number } }
    timer: "vote"
  }
}>()

export const box = role("boxes", {
  initial: { state: "open", tally: none, total: 0, order: List.of(), callers: List.of() },
  durable: ["state", "tally", "total", "order"],
  calls: {
    total(node, _, { call }) {
      return [node, reply(call, node.total), broadcast({ type: "Close" })]
    },
  },
  on: {
    Cast(node, { weight }, { from }) {
      if (node.state === "closed") return node
      const capped = atMost(weight)
      const ballot: Ballot = { of: from, weight }
      node = {
        ...node,
        tally: count(node.tally, [ballot]),
        total: add(node.total, capped),
        order: node.order.append(from),
      }
      return [node, send(from, { type: "Thanks", capped }), emit({ type: "Counted", total: node.total })]
    },
    Close: (node) => (node.state === "closed" ? node : { ...node, state: "closed" }),
  },
  views: { total: (node) => node.total },
})

export const nobody: AnyRole | null = null
export const again = () => restart("vote")

export const voting = protocol({
  roles: {
    boxes: box,
    /** Defined where it is named. */
    voters: role("voters", {
      initial: ({ nodes }) => ({ weight: 0, boxes: nodes.boxes.length, started: false }),
      start: (node) => ({ ...node, started: true }),
      timers: {
        vote: {
          while: ({ weight, started }, { now }) => started && weight === 0 && now >= 0,
          fire(node, { pick }) {
            const weight = pick([1, 5])
            return [{ ...node, weight }, broadcast({ type: "Cast", weight })]
          },
        },
      },
      on: { Thanks: (node) => node },
    }),
  },
})
