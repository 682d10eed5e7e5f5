import { distinct, equal, everyPair, majority, type NodeId, protocol, spec } from "@lockstep/language"

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

export const server = role({
  initial: { term: 0, votedFor: null, role: "follower", votes: [] },
  durable: ["term", "votedFor"],

  timers: {
    election: {
      while: (node) => node.role !== "leader",
      fire(node, { self }) {
        node = { ...node, term: node.term + 1, votedFor: self, role: "candidate", votes: [self] }
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
      if (!majority(node.votes.length, peers.length + 1)) return node
      node = { ...node, role: "leader" }
      return [node, broadcast({ type: "Heartbeat", term: node.term })]
    },

    Heartbeat(node, { term }) {
      node = catchUp(node, term)
      if (term < node.term) return node
      node = { ...node, role: "follower", votes: [] }
      return [node, restart("election")]
    },
  },
})

const leads = (node: Node) => node.role === "leader"

export const election = protocol({
  roles: { servers: server },
  always: {
    /** No two servers lead the same term. */
    oneLeaderPerTerm: ({ servers }) => distinct(servers.filter(leads), (node) => node.term),
    /** A server that leads has the votes of a majority. */
    leadersHaveMajorities: ({ servers }) =>
      servers.filter(leads).every(({ votes }) => majority(votes.length, servers.length)),
    /** A candidate votes for itself. */
    candidatesVoteForThemselves: ({ servers }, { nodes }) =>
      servers.every(
        ({ role, votes }, index) => role !== "candidate" || votes.some((one) => one === nodes["servers"]?.[index]),
      ),
    /** Votes are of no use to a follower, and it keeps none. */
    followersHaveNoVotes: ({ servers }) =>
      servers.every(({ role, votes }) => role !== "follower" || votes.length === 0),
    /** Only one server speaks as the leader of a term. */
    oneVoicePerTerm: (_, { network }) => {
      const heartbeats = network.filter(({ message }) => message.type === "Heartbeat")
      return heartbeats.every((one) =>
        heartbeats.every((other) => one.from === other.from || !equal(one.message, other.message)),
      )
    },
  },
  step: {
    /** A leader leads until it hears of a newer term, and never runs against itself. */
    leadersDoNotRun: (before, after) =>
      everyPair(before.servers, after.servers, (node, next) => !leads(node) || next.role !== "candidate"),
    /** Only a candidate becomes the leader. */
    candidatesWin: (before, after) =>
      everyPair(before.servers, after.servers, (node, next) => !leads(next) || node.role !== "follower"),
    /** A server's term never goes back, not even through a crash. */
    termsGrow: (before, after) => before.servers.every((node, index) => node.term <= (after.servers[index]?.term ?? 0)),
  },
  reachable: {
    /** An election can succeed at all. */
    someoneLeads: ({ servers }) => servers.some(leads),
    /** Not everybody has to vote for a leader. */
    leadsWithoutAll: ({ servers }) => servers.some((node) => leads(node) && node.votes.length < servers.length),
    /** A server can follow a leader that it was not asked to vote for. */
    followsUnasked: ({ servers }) => servers.some(({ term, votedFor }) => term > 0 && votedFor === null),
  },
})
