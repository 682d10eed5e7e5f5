import { mutant, patched } from "@lockstep/language"
import { quick } from "./model.ts"
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
