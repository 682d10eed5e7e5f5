import {
  agreedByQuorum,
  type Call,
  distinct,
  type Effect,
  equal,
  everyPair,
  type Groups,
  List,
  Map,
  type NodeId,
  type Opaque,
  protocol,
  reachedByQuorum,
  Set,
  spec,
} from "@lockstep/language"

/** What the application wants done, on every server in the same order. */
export type Command = Opaque<"Command">

export interface Entry {
  readonly term: number
  readonly command: Command
}

/** How far a log goes: its length, and the term of its last entry. */
export interface End {
  readonly length: number
  readonly term: number
}

/** A caller that waits for the entry that its command became. */
interface Waiting {
  readonly index: number
  readonly term: number
  readonly call: Call<number>
}

export interface Server {
  readonly term: number
  readonly votedFor: NodeId | null
  readonly log: List<Entry>
  readonly role: "follower" | "candidate" | "leader"
  /** How much of the log is committed. */
  readonly commit: number
  /** A candidate's votes. */
  readonly votes: Set<NodeId>
  /** For each follower: how much of the leader's log was sent, or need not be, and how much of it surely is there. */
  readonly next: Map<NodeId, number>
  readonly match: Map<NodeId, number>
  readonly waiting: List<Waiting>
}

export type Message =
  | { type: "RequestVote"; term: number; end: End }
  | { type: "Vote"; term: number; granted: boolean }
  | { type: "Append"; term: number; previous: End; entries: readonly Entry[]; commit: number }
  /** How much the follower holds for sure or, if it has refused, from where the leader should try again. */
  | { type: "Appended"; term: number; success: boolean; length: number }

export const { role, send, broadcast, early, restart, reply, reject, emit } = spec<{
  state: Server
  message: Message
  timer: "election" | "heartbeat"
  calls: { submit(command: Command): number }
  event: { type: "Committed"; index: number; command: Command }
}>()

/** How far the first `length` entries of a log go. */
export const endOf = (log: List<Entry>, length: number = log.length): End => ({
  length,
  term: (length > 0 ? log.at(length - 1)?.term : undefined) ?? 0,
})

/** A candidate's log must go at least as far as the voter's own. */
const reaches = (candidate: End, own: End): boolean =>
  candidate.term > own.term || (candidate.term === own.term && candidate.length >= own.length)

const follow = (node: Server): Server => ({
  ...node,
  role: "follower",
  votes: Set.of(),
  next: Map.of(),
  match: Map.of(),
})

/** A newer term always wins: forget this term's vote and follow. */
export const catchUp = (node: Server, term: number): Server =>
  term > node.term ? { ...follow(node), term, votedFor: null } : node

/** Takes over entries of the leader: only a conflict removes anything, since the message may be old. */
export const merge = (log: List<Entry>, from: number, entries: readonly Entry[]): List<Entry> => {
  const fresh = entries.findIndex((entry, offset) => log.at(from + offset)?.term !== entry.term)
  return fresh < 0 ? log : log.truncate(from + fresh).append(...entries.slice(fresh))
}

type Step = [Server, ...Effect[]]

/** How many entries a message carries at most. */
const fullMessage = 128

/** The followers write entries to their disks while the leader writes them to its own: it counts itself only once that is done. */
const append = (node: Server, to: NodeId, entries: readonly Entry[]): Effect => {
  const previous = endOf(node.log, node.next.getOr(to, 0))
  return early(send(to, { type: "Append", term: node.term, previous, entries, commit: node.commit }))
}
const heartbeat = (node: Server) => (to: NodeId) => append(node, to, [])

/** Sends a follower what follows, and takes for granted that it arrives: it is not sent again unless the follower turns out to lack it. */
const sendNext = (node: Server, to: NodeId): Step => {
  const next = node.next.getOr(to, 0)
  const entries = [...node.log.slice(next, next + fullMessage)]
  return [{ ...node, next: node.next.set(to, next + entries.length) }, append(node, to, entries)]
}

/** Entries wait until all that was sent has arrived, or until they fill a message: so the more there is to do, the more shares a message. */
const replicate = (node: Server, to: NodeId): Step => {
  const next = node.next.getOr(to, 0)
  const unsent = node.log.length - next
  const hasArrived = node.match.getOr(to, 0) === next
  return unsent >= fullMessage || (unsent > 0 && hasArrived) ? sendNext(node, to) : [node]
}

const replicateToAll = (node: Server, peers: readonly NodeId[]): Step =>
  peers.reduce<Step>(
    ([node, ...sent], peer) => {
      const [after, ...more] = replicate(node, peer)
      return [after, ...sent, ...more]
    },
    [node],
  )

/** Who decides: all servers, as one group. */
const everyone = (self: NodeId, peers: readonly NodeId[]): Groups<NodeId> => [[self, ...peers]]

/** The votes of a majority make a candidate the leader: its own, where it is alone. */
const leadIfElected = (node: Server, self: NodeId, peers: readonly NodeId[]): Server => {
  if (!agreedByQuorum(everyone(self, peers), (server) => node.votes.has(server))) return node
  const next = Map.from(peers.map((peer) => [peer, node.log.length] as const))
  return { ...node, role: "leader", votes: Set.of(), next, match: Map.of() }
}

/** How much of its log a leader may commit: what a majority holds, once that ends in an entry of the leader's own term. */
export const committable = (node: Server, self: NodeId, groups: Groups<NodeId>): number => {
  const held = reachedByQuorum(groups, (server) => (server === self ? node.log.length : node.match.getOr(server, 0)))
  return endOf(node.log, held).term === node.term ? held : 0
}

/** A caller's command has failed for good once another entry is committed in its place. */
const answer = (node: Server, { index, term, call }: Waiting): Effect =>
  node.log.at(index - 1)?.term === term ? reply(call, index) : reject(call, "another command took its place")

/** Commits up to a length: tells the application, and the callers who wait for it. */
export const commitTo = (node: Server, commit: number): Step => {
  if (commit <= node.commit) return [node]
  return [
    { ...node, commit, waiting: List.from(node.waiting.filter(({ index }) => index > commit)) },
    ...node.log
      .slice(node.commit, commit)
      .map(({ command }, offset) => emit({ type: "Committed", index: node.commit + offset + 1, command })),
    ...node.waiting.filter(({ index }) => index <= commit).map((caller) => answer(node, caller)),
  ]
}

/** A leader commits what a majority holds: what itself does, where it is alone. */
const commitHeld = (node: Server, self: NodeId, peers: readonly NodeId[]): Step =>
  commitTo(node, committable(node, self, everyone(self, peers)))

export const server = role({
  initial: {
    term: 0,
    votedFor: null,
    log: List.of(),
    role: "follower",
    commit: 0,
    votes: Set.of(),
    next: Map.of(),
    match: Map.of(),
    waiting: List.of(),
  },
  durable: ["term", "votedFor", "log"],

  timers: {
    election: {
      while: (node) => node.role !== "leader",
      fire(node, { self, peers }) {
        node = { ...node, term: node.term + 1, votedFor: self, role: "candidate", votes: Set.of(self) }
        node = leadIfElected(node, self, peers)
        return [node, broadcast({ type: "RequestVote", term: node.term, end: endOf(node.log) })]
      },
    },
    heartbeat: {
      while: (node) => node.role === "leader",
      fire: (node, { peers }) => [node, ...peers.map(heartbeat(node))],
    },
  },

  calls: {
    submit(node, command, { call, self, peers }) {
      if (node.role !== "leader") return [node, reject(call, "not the leader")]
      const log = node.log.append({ term: node.term, command })
      node = { ...node, log, waiting: node.waiting.append({ index: log.length, term: node.term, call }) }
      const [after, ...told] = commitHeld(node, self, peers)
      const [last, ...messages] = replicateToAll(after, peers)
      return [last, ...told, ...messages]
    },
  },

  on: {
    RequestVote(node, { term, end }, { from }) {
      node = catchUp(node, term)
      const free = node.votedFor === null || node.votedFor === from
      const granted = term === node.term && free && reaches(end, endOf(node.log))
      if (granted) node = { ...node, votedFor: from }
      return [node, send(from, { type: "Vote", term: node.term, granted }), granted && restart("election")]
    },

    Vote(node, { term, granted }, { from, self, peers }) {
      node = catchUp(node, term)
      if (node.role !== "candidate" || term < node.term || !granted) return node
      node = { ...node, votes: node.votes.add(from) }
      node = leadIfElected(node, self, peers)
      return node.role === "leader" ? [node, ...peers.map(heartbeat(node))] : node
    },

    Append(node, { term, previous, entries, commit }, { from }) {
      if (term < node.term) return [node, send(from, { type: "Appended", term: node.term, success: false, length: 0 })]
      node = follow(catchUp(node, term))
      const success = equal(previous, endOf(node.log, previous.length))
      const length = success ? previous.length + entries.length : Math.min(previous.length - 1, node.log.length)
      if (success) node = { ...node, log: merge(node.log, previous.length, entries) }
      const [after, ...told] = commitTo(node, success ? Math.min(commit, length) : 0)
      return [after, send(from, { type: "Appended", term, success, length }), ...told, restart("election")]
    },

    Appended(node, { term, success, length }, { from, self, peers }) {
      node = catchUp(node, term)
      if (node.role !== "leader" || term < node.term) return node
      const match = Math.max(node.match.getOr(from, 0), success ? length : 0)
      const sent = node.next.getOr(from, 0)
      const next = Math.max(match, success ? sent : Math.min(sent, length))
      node = { ...node, match: node.match.set(from, match), next: node.next.set(from, next) }
      const [after, ...told] = commitHeld(node, self, peers)
      const [last, ...messages] = success ? replicate(after, from) : sendNext(after, from)
      return [last, ...told, ...messages]
    },
  },

  views: {
    leads: (node) => node.role === "leader",
    term: (node) => node.term,
    /** How much of the log is there, and how much of it is committed. */
    length: (node) => node.log.length,
    commit: (node) => node.commit,
    /** How much of a leader's log a follower may lack. */
    lag: (node) => Math.max(0, ...[...node.next.keys()].map((peer) => node.log.length - node.match.getOr(peer, 0))),
  },
})

const leads = (node: Server) => node.role === "leader"
export const committed = (node: Server) => node.log.truncate(node.commit)
const startsWith = (log: List<Entry>, start: List<Entry>) => equal(log.truncate(start.length), start)

export const raft = protocol({
  roles: { servers: server },
  always: {
    /** No two servers lead the same term. */
    electionSafety: ({ servers }) => distinct(servers.filter(leads), (node) => node.term),
    /** Two logs that have an entry of the same term in the same place are the same up to there. */
    logMatching: ({ servers }) =>
      servers.every(({ log }) =>
        servers.every((other) =>
          log.every(
            ({ term }, index) =>
              other.log.at(index)?.term !== term || equal(log.truncate(index + 1), other.log.truncate(index + 1)),
          ),
        ),
      ),
    /** No two servers apply different commands at the same place. */
    stateMachineSafety: ({ servers }) =>
      servers.every((node) =>
        servers.every((other) => other.commit < node.commit || equal(committed(node), other.log.truncate(node.commit))),
      ),
    /** A leader has everything that was committed in its term and before. */
    leaderCompleteness: ({ servers }) =>
      servers
        .filter(leads)
        .every(({ term, log }) => servers.every((other) => other.term > term || startsWith(log, committed(other)))),
  },
  step: {
    /** A server's term never goes back, not even through a crash. */
    termsGrow: (before, after) => everyPair(before.servers, after.servers, (node, next) => node.term <= next.term),
    /** What a server has committed stays in its log, also through a crash. */
    committedStays: (before, after) =>
      everyPair(before.servers, after.servers, (node, next) => startsWith(next.log, committed(node))),
    /** A leader only ever appends to its log. */
    leaderAppendsOnly: (before, after) =>
      everyPair(
        before.servers,
        after.servers,
        (node, next) => !leads(node) || !leads(next) || startsWith(next.log, node.log),
      ),
  },
  reachable: {
    /** A command can be committed on every server. */
    everyoneCommits: ({ servers }) => servers.every(({ commit }) => commit > 0),
  },
})
