import { compare, equal, Map, model, mutant, type NodeId, patched, protocol, roles, Set } from "@lockstep/language"
import { asked, client, type ClientShape, type Question, type Value } from "./client.ts"

type ServerId = NodeId<"servers">

/** Nobody's ballot comes before all others. */
type Ballot = readonly [round: number, by: ServerId | null]

interface Proposal {
  readonly request: number
  readonly requester: NodeId<"clients">
  readonly value: Value
}

type Accepted = readonly [ballot: Ballot, proposal: Proposal]

interface Server {
  readonly ballot: Ballot
  readonly proposal: Proposal | null
  /** Who promised to follow this server, and what each had accepted. */
  readonly promises: Map<ServerId, Accepted | null>
  readonly accepts: Set<ServerId>
  readonly accepted: Accepted | null
  readonly isDecided: boolean
}

type Message =
  | { type: "Prepare"; ballot: Ballot }
  | { type: "Prepared"; ballot: Ballot; accepted: Accepted | null }
  | { type: "Accept"; ballot: Ballot; proposal: Proposal }
  | { type: "Accepted"; ballot: Ballot }
  | { type: "Decided"; ballot: Ballot; proposal: Proposal }

const { role, send, broadcast } = roles<{
  servers: { state: Server; hears: { clients: Question; servers: Message } }
  clients: ClientShape
}>()

/** The one moment at which a majority is reached: who comes later changes nothing any more. */
const isLeastMajority = (count: number, { length }: readonly ServerId[]) => count === Math.floor((length + 1) / 2) + 1

const server = role("servers", {
  initial: {
    ballot: [0, null],
    proposal: null,
    promises: Map.of(),
    accepts: Set.of(),
    accepted: null,
    isDecided: false,
  },

  on: {
    /** A server proposes once, in the next round that it knows of. */
    Put(node, { request, value }, { from, self }) {
      if (node.isDecided || node.proposal !== null) return node
      const ballot: Ballot = [node.ballot[0] + 1, self]
      const proposal = { request, requester: from, value }
      return [
        { ...node, ballot, proposal, promises: Map.of([self, node.accepted]), accepts: Set.of() },
        broadcast({ type: "Prepare", ballot }),
      ]
    },

    /** Whoever has not heard of a decision cannot say that there is none. */
    Get(node, { request }, { from }) {
      if (!node.isDecided || node.accepted === null) return node
      const [, { value }] = node.accepted
      return [node, send(from, { type: "GetOk", request, value })]
    },

    Prepare(node, { ballot }, { from }) {
      if (node.isDecided || compare(ballot, node.ballot) <= 0) return node
      return [{ ...node, ballot }, send(from, { type: "Prepared", ballot, accepted: node.accepted })]
    },

    /** What a majority knows to be accepted goes before what the client wants. */
    Prepared(node, { ballot, accepted }, { from, self, peers }) {
      if (node.isDecided || !equal(ballot, node.ballot)) return node
      node = { ...node, promises: node.promises.set(from, accepted) }
      if (!isLeastMajority(node.promises.size, peers)) return node
      const highest = node.promises.values().toSorted(compare).at(-1) ?? null
      const proposal = highest === null ? node.proposal : highest[1]
      if (proposal === null) return node
      return [
        { ...node, proposal, accepted: [ballot, proposal], accepts: node.accepts.add(self) },
        broadcast({ type: "Accept", ballot, proposal }),
      ]
    },

    Accept(node, { ballot, proposal }, { from }) {
      if (node.isDecided || compare(ballot, node.ballot) < 0) return node
      return [{ ...node, ballot, accepted: [ballot, proposal] }, send(from, { type: "Accepted", ballot })]
    },

    Accepted(node, { ballot }, { from, peers }) {
      if (node.isDecided || !equal(ballot, node.ballot)) return node
      node = { ...node, accepts: node.accepts.add(from) }
      if (node.proposal === null || !isLeastMajority(node.accepts.size, peers)) return node
      const { proposal } = node
      return [
        { ...node, isDecided: true },
        broadcast({ type: "Decided", ballot, proposal }),
        send(proposal.requester, { type: "PutOk", request: proposal.request }),
      ]
    },

    Decided: (node, { ballot, proposal }) =>
      node.isDecided ? node : { ...node, ballot, accepted: [ballot, proposal], isDecided: true },
  },
})

/** Paxos for one value, which the clients take for a register (`paxos.rs`). */
const paxos = protocol({ roles: { servers: server, clients: client } })

export const threeServers = model(paxos, { nodes: { servers: 3, clients: 2 }, ...asked })

/** A proposer that prefers what its client wants to what others have accepted. */
export const ignoresTheAccepted = mutant({
  of: threeServers,
  breaks: "linearizable",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Prepared: (node, { type, ballot }, context) => on.Prepared(node, { type, ballot, accepted: null }, context),
      },
    })),
  },
})
