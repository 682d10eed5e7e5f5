import { mutant, patched, Set } from "@lockstep/language"
import { alone, anyTime, leadsAgain, longConflict, takesOver, watched } from "./model.ts"
import { commitTo, endOf, send, server } from "./protocol.ts"

/** A server that comes back from a crash still counts its own vote. */
export const countsItsVoteAfterACrash = mutant({
  of: leadsAgain,
  breaks: "keepsWhatItsRoleNeeds",
  roles: { servers: patched(server, () => ({ recover: (node, { self }) => ({ ...node, votes: Set.of(self) }) })) },
})

/** Whoever asked in an old term gets the vote of the new one. */
export const votesForThePast = mutant({
  of: anyTime,
  breaks: "votesForWhoAsks",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        RequestVote: (node, request, context) =>
          on.RequestVote(node, { ...request, term: Math.max(request.term, node.term) }, context),
      },
    })),
  },
})

/** A follower speaks for its leader. */
export const followersSpeak = mutant({
  of: watched,
  breaks: "oneVoicePerTerm",
  roles: {
    servers: patched(server, ({ timers }) => ({
      timers: { heartbeat: { ...timers.heartbeat, while: (node) => node.role !== "candidate" } },
    })),
  },
})

/** Who does not lead has nothing to say to a caller. */
export const leavesCallersWaiting = mutant({
  of: watched,
  breaks: "nobodyIsForgotten",
  roles: {
    servers: patched(server, ({ calls }) => ({
      calls: {
        submit: (node, command, context) => (node.role === "leader" ? calls.submit(node, command, context) : node),
      },
    })),
  },
})

/** A leader commits all that it has as soon as anybody answers. */
export const commitsWhatNobodyHolds = mutant({
  of: watched,
  breaks: "majorityHoldsWhatIsCommitted",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Appended(node, message, context) {
          const isCommitted = node.role === "leader" && endOf(node.log).term === node.term
          return isCommitted && message.term === node.term && message.success
            ? commitTo(node, node.log.length)
            : on.Appended(node, message, context)
        },
      },
    })),
  },
})

/** A leader that has said where it stands takes for granted that the others stand there, too. */
export const believesInItsHeartbeats = mutant({
  of: watched,
  breaks: "followersHoldWhatIsMatched",
  roles: {
    servers: patched(server, ({ timers }) => ({
      timers: {
        heartbeat: {
          ...timers.heartbeat,
          fire: (node, context) => timers.heartbeat.fire({ ...node, match: node.next }, context),
        },
      },
    })),
  },
})

/** A server gives its vote to the next who asks in the same term. */
export const changesItsVote = mutant({
  of: watched,
  breaks: "keepsItsVote",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: { RequestVote: (node, request, context) => on.RequestVote({ ...node, votedFor: null }, request, context) },
    })),
  },
})

/** A leader that has not heard of itself for long asks for votes. */
export const leaderRuns = mutant({
  of: watched,
  breaks: "leadersDoNotRun",
  roles: {
    servers: patched(server, ({ timers }) => ({
      timers: { election: { ...timers.election, while: () => true } },
    })),
  },
})

/** A candidate does not hear why it is refused. */
export const doesNotLearnFromVotes = mutant({
  of: watched,
  breaks: "newerTermsWin",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: { Vote: (node, vote, context) => (vote.term > node.term ? node : on.Vote(node, vote, context)) },
    })),
  },
})

/** Nobody tells a leader of the past that it is one. */
export const leavesThePastAlone = mutant({
  of: watched,
  breaks: "oldTermsAreOver",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Append: (node, message, context) => (message.term < node.term ? node : on.Append(node, message, context)),
      },
    })),
  },
})

/** A leader counts what was held in its first term. */
export const hearsItsOwnPast = mutant({
  of: leadsAgain,
  breaks: "oldTermsChangeNothing",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Appended: (node, message, context) =>
          on.Appended(node, { ...message, term: Math.max(message.term, node.term) }, context),
      },
    })),
  },
})

/** A follower believes a new leader that knows less of what is committed. */
export const takesBackItsCommit = mutant({
  of: watched,
  breaks: "committedIsForGood",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Append: (node, message, context) =>
          on.Append(message.term < node.term ? node : { ...node, commit: 0 }, message, context),
      },
    })),
  },
})

/** A follower that lacks something asks for what it was offered. */
export const asksForTheSame = mutant({
  of: watched,
  breaks: "followersTellHowFar",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Append(node, message, context) {
          const { length } = message.previous
          return message.term === node.term && node.role === "follower" && length > node.log.length
            ? [node, send(context.from, { type: "Appended", term: node.term, success: false, length })]
            : on.Append(node, message, context)
        },
      },
    })),
  },
})

/** A follower that refuses commits as far as its leader has. */
export const commitsWhileItRefuses = mutant({
  of: longConflict,
  breaks: "refusalsCommitNothing",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Append(node, message, context) {
          const { length } = message.previous
          const isRefused = message.term === node.term && length > node.log.length
          const commit = Math.min(message.commit, node.log.length)
          return on.Append(isRefused ? commitTo(node, commit)[0] : node, message, context)
        },
      },
    })),
  },
})

/** A leader lets a refusal pass. */
export const ignoresRefusals = mutant({
  of: takesOver,
  breaks: "leadersSendWhatFollows",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Appended: (node, message, context) =>
          message.success || message.term > node.term ? on.Appended(node, message, context) : node,
      },
    })),
  },
})

/** A leader commits what everybody holds, and waits for who is dead. */
export const waitsForEverybody = mutant({
  of: watched,
  breaks: "commitsWithoutOne",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Appended(node, message, context) {
          if (node.role !== "leader" || message.term !== node.term || !message.success)
            return on.Appended(node, message, context)
          const match = node.match.set(context.from, message.length)
          const held = Math.min(node.log.length, ...context.peers.map((peer) => match.getOr(peer, 0)))
          return commitTo({ ...node, match }, endOf(node.log, held).term === node.term ? held : 0)
        },
      },
    })),
  },
})

/** A server has no vote for a log that ends in a term of which its own has nothing. */
export const votesForItsOwnKind = mutant({
  of: watched,
  breaks: "newerLogsWin",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        RequestVote(node, request, context) {
          const { term } = endOf(node.log)
          const end = request.end.term > term ? { term, length: -1 } : request.end
          return on.RequestVote(node, { ...request, end }, context)
        },
      },
    })),
  },
})

/** A leader commits only what somebody else holds, too. */
export const waitsForAnother = mutant({
  of: alone,
  breaks: "answersAtOnce",
  roles: {
    servers: patched(server, ({ calls }) => ({
      calls: {
        submit(node, command, context) {
          if (node.role !== "leader") return calls.submit(node, command, context)
          const log = node.log.append({ term: node.term, command })
          const caller = { index: log.length, term: node.term, call: context.call }
          return { ...node, log, waiting: node.waiting.append(caller) }
        },
      },
    })),
  },
})
