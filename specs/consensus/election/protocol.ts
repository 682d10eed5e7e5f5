import { distinct, majority, type NodeId, protocol, spec } from "@lockstep/language"

export interface Node {
  readonly term: number
  readonly votedFor: NodeId | null
  readonly role: "follower" | "candidate" | "leader"
  readonly votes: readonly NodeId[]
}

type Message =
  | { type: "RequestVote"; term: number }
  | { type: "Vote"; term: number; granted: boolean }
  | { type: "Heartbeat"; term: number }

const { role, send, broadcast, restart } = spec<{ state: Node; message: Message; timer: "election" | "heartbeat" }>()

/** A newer term always wins: forget this term's vote and follow. */
const catchUp = (node: Node, term: number): Node =>
  term > node.term ? { ...node, term, votedFor: null, role: "follower", votes: [] } : node

const leads = (node: Node) => node.role === "leader"

/** The votes of a majority make a candidate the leader: its own, where it is alone. */
const leadIfElected = (node: Node, peers: readonly NodeId[]): Node =>
  majority(node.votes.length, peers.length + 1) ? { ...node, role: "leader" } : node

export const server = role({
  initial: { term: 0, votedFor: null, role: "follower", votes: [] },
  durable: ["term", "votedFor"],

  timers: {
    election: {
      while: (node) => node.role !== "leader",
      fire(node, { self, peers }) {
        node = { ...node, term: node.term + 1, votedFor: self, role: "candidate", votes: [self] }
        node = leadIfElected(node, peers)
        return [node, broadcast({ type: "RequestVote", term: node.term })]
      },
    },
    heartbeat: {
      while: (node) => node.role === "leader",
      fire: (node) => [node, broadcast({ type: "Heartbeat", term: node.term })],
    },
  },

  on: {
    RequestVote(node, { term }, { from }) {
      node = catchUp(node, term)
      const free = node.votedFor === null || node.votedFor === from
      const granted = free && term === node.term
      if (granted) node = { ...node, votedFor: from }
      return [node, send(from, { type: "Vote", term: node.term, granted }), granted && restart("election")]
    },

    Vote(node, { term, granted }, { from, peers }) {
      node = catchUp(node, term)
      if (node.role !== "candidate" || term < node.term || !granted) return node
      if (!node.votes.includes(from)) node = { ...node, votes: [...node.votes, from] }
      node = leadIfElected(node, peers)
      return [node, leads(node) && broadcast({ type: "Heartbeat", term: node.term })]
    },

    Heartbeat(node, { term }) {
      node = catchUp(node, term)
      if (term < node.term) return node
      node = { ...node, role: "follower", votes: [] }
      return [node, restart("election")]
    },
  },
})

export const election = protocol({
  roles: { servers: server },
  always: {
    /** No two servers lead the same term. */
    oneLeaderPerTerm: ({ servers }) => distinct(servers.filter(leads), (node) => node.term),
    /** A server that leads has the votes of a majority. */
    leadersHaveMajorities: ({ servers }) =>
      servers.filter(leads).every(({ votes }) => majority(votes.length, servers.length)),
  },
  step: {
    /** A server's term never goes back, not even through a crash. */
    termsGrow: (before, after) => before.servers.every((node, index) => node.term <= (after.servers[index]?.term ?? 0)),
  },
  reachable: {
    /** An election can succeed at all. */
    someoneLeads: ({ servers }) => servers.some(leads),
  },
})
