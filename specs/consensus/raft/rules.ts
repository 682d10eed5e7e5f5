import { equal, everyPair, majority, type Parcel, type Surroundings } from "@lockstep/language"
import { committed, endOf, type Message, type Server } from "./protocol.ts"

export interface Servers {
  readonly servers: readonly Server[]
}

const leads = ({ role }: Server): boolean => role === "leader"
const startsWith = (log: Server["log"], start: Server["log"]): boolean => equal(log.truncate(start.length), start)

type Around = Surroundings<unknown, Message>
type Network = Around["network"]

/** A message that arrived, and what a server made of it. */
interface Exchange {
  readonly heard: Parcel<Message>
  readonly said: Network
  readonly node: Server
  readonly next: Server
}

const without = (network: Network, other: Network): Network =>
  other.reduce((left, { from, to, message }) => {
    const at = left.findIndex((one) => one.from === from && one.to === to && equal(one.message, message))
    return at < 0 ? left : left.toSpliced(at, 1)
  }, network)

/** A rule of the conversation, where what is gone from the network has been heard. */
const everyExchange =
  (rule: (exchange: Exchange) => boolean) =>
  (before: Servers, after: Servers, around: Around, aroundNext: Around): boolean => {
    const [heard] = without(around.network, aroundNext.network)
    const at = around.nodes["servers"]?.findIndex((name) => name === heard?.to) ?? -1
    const [node, next] = [before.servers[at], after.servers[at]]
    if (heard === undefined || node === undefined || next === undefined) return true
    return rule({ heard, said: without(aroundNext.network, around.network), node, next })
  }

/** What every server keeps to, seen from its own state. */
export const rules = {
  always: {
    /** A candidate has its own vote, and only a candidate has any; a leader keeps count of each follower, and only a leader does. */
    keepsWhatItsRoleNeeds: ({ servers }: Servers, { nodes }: Around) =>
      servers.every((node, at) => {
        const own = nodes["servers"]?.[at]
        return (
          (node.role === "candidate" ? node.votes.some((voter) => voter === own) : node.votes.size === 0) &&
          node.next.size === (leads(node) ? servers.length - 1 : 0) &&
          (leads(node) || node.match.size === 0)
        )
      }),
    /** Whoever has a vote has come to the term of that vote. */
    votesForWhoAsks: ({ servers }: Servers, { nodes }: Around) =>
      servers.every(({ term, votedFor }) =>
        servers.every((other, at) => votedFor !== nodes["servers"]?.[at] || other.term >= term),
      ),
    /** Only one server speaks as the leader of a term. */
    oneVoicePerTerm: (_: Servers, { network }: Around) =>
      network.every((one) =>
        network.every(
          (other) =>
            one.message.type !== "Append" ||
            other.message.type !== "Append" ||
            one.message.term !== other.message.term ||
            one.from === other.from,
        ),
      ),
    /** A caller who waits is known to the server that was asked, until the place in the log is committed. */
    nobodyIsForgotten: ({ servers }: Servers, { calls, nodes }: Around) =>
      calls.every(({ call, at }) =>
        servers.some(
          ({ waiting }, index) => nodes["servers"]?.[index] === at && waiting.some((one) => one.call === call),
        ),
      ) && servers.every(({ waiting, commit }) => waiting.every(({ index }) => index > commit)),
    /** What anybody has committed is in the logs of a majority. */
    majorityHoldsWhatIsCommitted: ({ servers }: Servers) =>
      servers.every((node) => {
        const holders = servers.filter(({ log }) => startsWith(log, committed(node)))
        return majority(holders.length, servers.length)
      }),
    /** A follower has what its leader believes that it has. */
    followersHoldWhatIsMatched: ({ servers }: Servers, { nodes }: Around) =>
      servers.filter(leads).every(({ term, log, match }) =>
        servers.every((follower, at) => {
          const name = nodes["servers"]?.[at]
          const held = name === undefined ? 0 : match.getOr(name, 0)
          return follower.term > term || startsWith(follower.log, log.truncate(held))
        }),
      ),
  },
  step: {
    /** A server keeps its vote as long as the term lasts, also through a crash. */
    keepsItsVote: (before: Servers, after: Servers) =>
      everyPair(
        before.servers,
        after.servers,
        (node, next) => node.term !== next.term || node.votedFor === null || next.votedFor === node.votedFor,
      ),
    /** A leader leads until it hears of a newer term, and never runs against itself. */
    leadersDoNotRun: (before: Servers, after: Servers) =>
      everyPair(before.servers, after.servers, (node, next) => !leads(node) || next.role !== "candidate"),
    /** A leader commits what others began only together with something of its own. */
    commitsOwnTerm: (before: Servers, after: Servers) =>
      everyPair(
        before.servers,
        after.servers,
        (node, next) => !leads(next) || next.commit <= node.commit || endOf(next.log, next.commit).term === next.term,
      ),
    /** What comes from an old term changes nothing. */
    oldTermsChangeNothing: everyExchange(
      ({ heard: { message }, node, next }) => message.term >= node.term || equal(node, next),
    ),
  },
}

/** How servers talk, where no message is lost. */
export const manners = {
  step: {
    /** Whoever hears of a newer term is in it, and whoever hears its leader follows. */
    newerTermsWin: everyExchange(
      ({ heard: { message }, node, next }) =>
        next.term >= message.term &&
        (message.type !== "Append" || message.term < node.term || next.role === "follower"),
    ),
    /** Who leads or runs in an old term is told of the new one. */
    oldTermsAreOver: everyExchange(
      ({ heard: { from, message }, said, node }) =>
        message.term >= node.term ||
        (message.type !== "Append" && message.type !== "RequestVote") ||
        said.some((answer) => answer.to === from && answer.message.term === node.term),
    ),
    /** No message takes back what is committed. */
    committedIsForGood: everyExchange(({ node, next }) => next.commit >= node.commit),
    /** A follower tells how far it holds what the leader sent, or asks for something earlier. */
    followersTellHowFar: everyExchange(({ heard: { message }, said, node }) => {
      if (message.type !== "Append" || message.term < node.term) return true
      const { previous, entries } = message
      return said.some(
        ({ message: answer }) =>
          answer.type === "Appended" &&
          (answer.success ? answer.length === previous.length + entries.length : answer.length < previous.length),
      )
    }),
    /** A follower that refuses commits nothing: it does not know yet whether it has what the leader has. */
    refusalsCommitNothing: everyExchange(
      ({ said, node, next }) =>
        next.commit === node.commit || said.every(({ message }) => message.type !== "Appended" || message.success),
    ),
    /** A leader sends on from where it was when something has arrived, from where a follower asks, and remembers how far. */
    leadersSendWhatFollows: everyExchange(({ heard: { from, message }, said, node, next }) => {
      if (message.type !== "Appended" || message.term !== next.term || !leads(next)) return true
      const sent = said.find(({ to }) => to === from)?.message
      if (sent?.type !== "Append") return message.success
      const { previous, entries } = sent
      const follows = message.success
        ? entries.length > 0 && previous.length >= node.next.getOr(from, 0)
        : previous.length <= message.length
      return follows && next.next.getOr(from, 0) === previous.length + entries.length
    }),
  },
}
