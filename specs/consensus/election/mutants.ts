import { mutant, patched } from "@lockstep/language"
import { alone, calm, quick, watched } from "./model.ts"
import { server } from "./protocol.ts"

/** The vote is only in memory: after a crash the server votes again. */
export const forgetsItsVote = mutant({
  of: quick,
  breaks: "oneLeaderPerTerm",
  roles: { servers: patched(server, () => ({ durable: ["term"] })) },
})

/** The term is only in memory. */
export const forgetsItsTerm = mutant({
  of: quick,
  breaks: "termsGrow",
  roles: { servers: patched(server, () => ({ durable: ["votedFor"] })) },
})

/** The first vote wins, even where two make a majority of three only with one's own. */
export const leadsWithoutMajority = mutant({
  of: quick,
  breaks: "leadersHaveMajorities",
  roles: {
    servers: patched(server, (original) => ({
      timers: {
        election: {
          ...original.timers.election,
          fire: (node, context) => [
            { ...node, term: node.term + 1, votedFor: context.self, role: "leader", votes: [context.self] },
          ],
        },
      },
    })),
  },
})

/** Whoever asks gets a vote, whatever was promised to another. */
export const votesTwice = mutant({
  of: quick,
  breaks: "oneLeaderPerTerm",
  roles: {
    servers: patched(server, (original) => ({
      on: {
        RequestVote: (node, message, context) => original.on.RequestVote({ ...node, votedFor: null }, message, context),
      },
    })),
  },
})

/** Nobody ever grants a vote. */
export const neverGrants = mutant({
  of: quick,
  breaks: "someoneLeads",
  roles: {
    servers: patched(server, () => ({ on: { RequestVote: (node) => node } })),
  },
})

/** A candidate waits for the votes of others. */
export const forgetsItself = mutant({
  of: watched,
  breaks: "candidatesVoteForThemselves",
  roles: {
    servers: patched(server, ({ timers }) => ({
      timers: {
        election: {
          ...timers.election,
          fire: (node, { self }) => ({ ...node, term: node.term + 1, votedFor: self, role: "candidate", votes: [] }),
        },
      },
    })),
  },
})

/** A candidate that gives way keeps the votes that it has. */
export const keepsItsVotes = mutant({
  of: watched,
  breaks: "followersHaveNoVotes",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Heartbeat: (node, message, context) =>
          message.term === node.term ? { ...node, role: "follower" } : on.Heartbeat(node, message, context),
      },
    })),
  },
})

/** Every server speaks as if it were the leader. */
export const speaksUnelected = mutant({
  of: watched,
  breaks: "oneVoicePerTerm",
  roles: {
    servers: patched(server, ({ timers }) => ({ timers: { heartbeat: { ...timers.heartbeat, while: () => true } } })),
  },
})

/** A leader is as impatient as everybody else. */
export const leaderRuns = mutant({
  of: watched,
  breaks: "leadersDoNotRun",
  roles: {
    servers: patched(server, ({ timers }) => ({ timers: { election: { ...timers.election, while: () => true } } })),
  },
})

/** A server that has come back from a crash still counts on the votes that it asked for. */
export const winsAfterACrash = mutant({
  of: watched,
  breaks: "candidatesWin",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Vote: (node, message, context) =>
          node.role === "follower" && node.votedFor === context.self && message.granted && message.term === node.term
            ? { ...node, role: "leader", votes: [context.self, context.from] }
            : on.Vote(node, message, context),
      },
    })),
  },
})

/** A candidate waits until nobody is missing. */
export const waitsForEverybody = mutant({
  of: watched,
  breaks: "leadsWithoutAll",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Vote: (node, message, context) =>
          on.Vote(node, message, { ...context, peers: [...context.peers, ...context.peers] }),
      },
    })),
  },
})

/** A server takes a newer term only from those who ask for its vote. */
export const ignoresNewLeaders = mutant({
  of: watched,
  breaks: "followsUnasked",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Vote: (node, message, context) => (message.term > node.term ? node : on.Vote(node, message, context)),
        Heartbeat: (node, message, context) => (message.term > node.term ? node : on.Heartbeat(node, message, context)),
      },
    })),
  },
})

/** A candidate waits for votes, whoever leads. */
export const neverYields = mutant({
  of: calm,
  breaks: "candidateYields",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Heartbeat: (node, message, context) =>
          node.role === "candidate" ? node : on.Heartbeat(node, message, context),
      },
    })),
  },
})

/** A candidate counts its votes only when another one comes. */
export const waitsForAnother = mutant({
  of: alone,
  breaks: "someoneLeads",
  roles: {
    servers: patched(server, ({ timers }) => ({
      timers: {
        election: {
          ...timers.election,
          fire: (node, context) => timers.election.fire(node, { ...context, peers: [context.self] }),
        },
      },
    })),
  },
})
