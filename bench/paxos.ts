import { majority, model, type NodeId, protocol, roles, Set } from "@lockstep/language"

/** Every proposer wants its own name. */
type Value = NodeId<"proposers">

interface Vote {
  readonly ballot: number
  readonly value: Value
}

interface Proposer {
  readonly ballot: number
  /** Who has promised; once there is a proposal, who has voted for it. */
  readonly heard: Set<NodeId<"acceptors">>
  /** The latest vote that a promise tells of. */
  readonly latest: Vote | null
  readonly proposal: Value | null
}

interface Acceptor {
  readonly promised: number
  readonly vote: Vote | null
}

const { role, send, broadcast } = roles<{
  proposers: {
    state: Proposer
    hears: { acceptors: { type: "Promise"; ballot: number; vote: Vote | null } | { type: "Voted"; ballot: number } }
    timer: "begin"
  }
  acceptors: {
    state: Acceptor
    hears: { proposers: { type: "Prepare"; ballot: number } | { type: "Propose"; ballot: number; value: Value } }
  }
}>()

const later = (one: Vote | null, other: Vote | null) => ((one?.ballot ?? 0) > (other?.ballot ?? 0) ? one : other)

const hasChosen = ({ proposal, heard }: Proposer, acceptors: number) =>
  proposal !== null && majority(heard.size, acceptors)

/** Ballots are dealt out in turn: of two proposers, the first has 1 and 3, the second 2 and 4. */
const nextBallot = ({ ballot }: Proposer, self: Value, proposers: readonly Value[]) =>
  ballot === 0 ? proposers.indexOf(self) + 1 : ballot + proposers.length

const proposerUpTo = (lastBallot: number) =>
  role("proposers", {
    initial: { ballot: 0, heard: Set.of(), latest: null, proposal: null },

    timers: {
      begin: {
        while: (node, { self, nodes }) =>
          !hasChosen(node, nodes.acceptors.length) && nextBallot(node, self, nodes.proposers) <= lastBallot,
        fire(node, { self, nodes }) {
          const ballot = nextBallot(node, self, nodes.proposers)
          return [{ ballot, heard: Set.of(), latest: null, proposal: null }, broadcast({ type: "Prepare", ballot })]
        },
      },
    },

    on: {
      /** A majority's latest vote goes before the proposer's own wish. */
      Promise(node, { ballot, vote }, { from, self, nodes }) {
        if (ballot !== node.ballot || node.proposal !== null || node.heard.has(from)) return node
        const heard = node.heard.add(from)
        const latest = later(node.latest, vote)
        if (!majority(heard.size, nodes.acceptors.length)) return { ...node, heard, latest }
        const value = latest?.value ?? self
        return [
          { ballot, heard: Set.of(), latest: null, proposal: value },
          broadcast({ type: "Propose", ballot, value }),
        ]
      },

      Voted(node, { ballot }, { from, nodes }) {
        if (ballot !== node.ballot || hasChosen(node, nodes.acceptors.length)) return node
        return node.heard.has(from) ? node : { ...node, heard: node.heard.add(from) }
      },
    },
  })

const acceptor = role("acceptors", {
  initial: { promised: 0, vote: null },

  on: {
    Prepare(node, { ballot }, { from }) {
      if (ballot <= node.promised) return node
      return [{ ...node, promised: ballot }, send(from, { type: "Promise", ballot, vote: node.vote })]
    },

    Propose(node, { ballot, value }, { from }) {
      if (ballot < node.promised || ballot === node.vote?.ballot) return node
      return [{ promised: ballot, vote: { ballot, value } }, send(from, { type: "Voted", ballot })]
    },
  },
})

const paxosUpTo = (lastBallot: number) =>
  protocol({
    roles: { proposers: proposerUpTo(lastBallot), acceptors: acceptor },
    always: {
      /** What one proposer knows to be chosen, no other knows differently. */
      agreement({ proposers, acceptors }) {
        const [first, ...others] = proposers.filter((node) => hasChosen(node, acceptors.length))
        return others.every(({ proposal }) => proposal === first?.proposal)
      },
    },
  })

/** Paxos for one value, where messages are a set that only grows, as in the TLA+ original. */
const paxos = (proposers: number, acceptors: number, ballots: number) =>
  model(paxosUpTo(ballots), { nodes: { proposers, acceptors }, network: { kind: "set" } })

export const fourAcceptors = paxos(2, 4, 2)
export const threeBallots = paxos(2, 3, 3)
export const threeProposers = paxos(3, 3, 3)
