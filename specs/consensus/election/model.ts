import { equal, everyPair, model } from "@lockstep/language"
import { election, type Node } from "./protocol.ts"

/** Everything that was said can be heard at any time, late, twice or never; one server may crash once. */
export const quick = model(election, {
  nodes: { servers: 3 },
  network: { kind: "set" },
  crashes: { budget: 1, afterwards: "restart" },
  within: ({ servers }) => servers.every((node) => node.term <= 1),
})

/** The same with a second term. */
export const ci = model(election, {
  nodes: { servers: 3 },
  network: { kind: "set" },
  crashes: { budget: 1, afterwards: "restart" },
  within: ({ servers }) => servers.every((node) => node.term <= 2),
})

const leads = ({ role }: Node) => role === "leader"

/** The same as at first, with an eye on every rule that a server keeps. */
export const watched = model(election, {
  ...quick,
  always: {
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
  },
  reachable: {
    /** Not everybody has to vote for a leader. */
    leadsWithoutAll: ({ servers }) => servers.some((node) => leads(node) && node.votes.length < servers.length),
    /** A server can follow a leader that it was not asked to vote for. */
    followsUnasked: ({ servers }) => servers.some(({ term, votedFor }) => term > 0 && votedFor === null),
  },
})

/** Nobody crashes. */
export const calm = model(election, {
  nodes: { servers: 3 },
  network: { kind: "set" },
  within: ({ servers }) => servers.every((node) => node.term <= 1),
  reachable: {
    /** A candidate that hears of a leader follows it. */
    candidateYields: ({ servers }, { nodes }) =>
      servers.some(
        ({ role, votedFor }, index) => role === "follower" && votedFor === (nodes["servers"]?.[index] ?? ""),
      ),
  },
})

/** A server without others, which crashes once. */
export const alone = model(election, {
  nodes: { servers: 1 },
  network: { kind: "set" },
  crashes: { budget: 1, afterwards: "restart" },
  within: ({ servers }) => servers.every((node) => node.term <= 2),
})
