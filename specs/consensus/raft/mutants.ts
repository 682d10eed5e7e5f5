import { List, mutant, patched, reachedByMajority, type Result } from "@lockstep/language"
import { asksAgain, callers, elections, figureEight, lateMessages, oneTerm, quick, watched } from "./model.ts"
import { catchUp, commitTo, committed, early, endOf, reject, reply, type Server, server } from "./protocol.ts"

export * from "./rule-breakers.ts"

/** The vote is only in memory: after a crash the server votes again. */
export const forgetsItsVote = mutant({
  of: oneTerm,
  breaks: "electionSafety",
  roles: { servers: patched(server, () => ({ durable: ["term", "log"] })) },
})

/** The term is only in memory. */
export const forgetsItsTerm = mutant({
  of: oneTerm,
  breaks: "termsGrow",
  roles: { servers: patched(server, () => ({ durable: ["votedFor", "log"] })) },
})

/** The log is only in memory. */
export const forgetsItsLog = mutant({
  of: quick,
  breaks: "committedStays",
  roles: { servers: patched(server, () => ({ durable: ["term", "votedFor"] })) },
})

/** What a crash takes from a log whose last writes were not yet on disk. */
const withoutTail = (node: Server): Server => ({
  ...node,
  log: List.from(node.log.filter(({ term }) => term < node.term)),
})

/** A leader counts itself as soon as it sends its entries, while they are on their way to its own disk. */
export const countsItselfBeforeItsDisk = mutant({
  of: quick,
  breaks: "committedStays",
  roles: {
    servers: patched(server, () => ({
      recover: (node, { self }) => (node.votedFor === self ? withoutTail(node) : node),
    })),
  },
})

/** The answer of a step leaves before it is durable. */
const hurried = (result: Result<Server>): Result<Server> => {
  if (!Array.isArray(result)) return result
  const [node, ...effects] = result
  return [node, ...effects.map((effect) => (effect && effect.kind === "send" ? early(effect) : effect))]
}

/** A vote is out before it is on disk: after a crash the server votes again. */
export const votesBeforeItsSync = mutant({
  of: oneTerm,
  breaks: "electionSafety",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: { RequestVote: (node, request, context) => hurried(on.RequestVote(node, request, context)) },
    })),
  },
})

/** A follower says that it has the entries before they are on its disk. */
export const acknowledgesBeforeItsSync = mutant({
  of: quick,
  breaks: "leaderCompleteness",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: { Append: (node, message, context) => hurried(on.Append(node, message, context)) },
    })),
  },
})

/** A second candidate of a term gets a second vote. */
export const votesTwice = mutant({
  of: oneTerm,
  breaks: "electionSafety",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: { RequestVote: (node, request, context) => on.RequestVote({ ...node, votedFor: null }, request, context) },
    })),
  },
})

/** Whoever asks gets the vote, also a candidate that lacks what is committed. */
export const votesForAStaleLog = mutant({
  of: quick,
  breaks: "leaderCompleteness",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        RequestVote: (node, request, context) => on.RequestVote(node, { ...request, end: endOf(node.log) }, context),
      },
    })),
  },
})

/** Two logs are compared field by field, so that a longer log may be an older one. */
export const comparesLogsFieldByField = mutant({
  of: figureEight,
  breaks: "leaderCompleteness",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        RequestVote(node, request, context) {
          const own = endOf(node.log)
          const reaches = request.end.term >= own.term || request.end.length >= own.length
          return on.RequestVote(node, reaches ? { ...request, end: own } : request, context)
        },
      },
    })),
  },
})

/** A vote that comes late is counted in the next term. */
export const countsVotesOfOldTerms = mutant({
  of: elections,
  breaks: "electionSafety",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: { Vote: (node, vote, context) => on.Vote(node, { ...vote, term: node.term }, context) },
    })),
  },
})

const countsForOldTerms = patched(server, ({ on }) => ({
  on: {
    Appended(node, message, context) {
      if (node.role !== "leader" || message.term !== node.term || !message.success)
        return on.Appended(node, message, context)
      node = { ...node, match: node.match.set(context.from, message.length) }
      const held = context.peers.map((peer) => node.match.getOr(peer, 0))
      return commitTo(node, reachedByMajority([node.log.length, ...held]))
    },
  },
}))

/** An entry of an older term is committed as soon as a majority holds it: figure 8 of the paper. */
export const commitsOldTermByCounting = mutant({
  of: figureEight,
  breaks: "leaderCompleteness",
  roles: { servers: countsForOldTerms },
})

/** The same, where it is seen at once. */
export const commitsOnlyOldEntries = mutant({
  of: watched,
  breaks: "commitsOwnTerm",
  roles: { servers: countsForOldTerms },
})

/** A leader takes for granted that what it sent has arrived, also when it counts who holds an entry. */
export const countsWhatItSent = mutant({
  of: lateMessages,
  breaks: "leaderCompleteness",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: { Appended: (node, message, context) => on.Appended({ ...node, match: node.next }, message, context) },
    })),
  },
})

/** A follower hears a leader that was replaced, and gives up for it what another leader sent. */
export const truncatesOnAStaleAppend = mutant({
  of: lateMessages,
  breaks: "committedStays",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Append: (node, message, context) =>
          on.Append(node, { ...message, term: Math.max(message.term, node.term) }, context),
      },
    })),
  },
})

/** A follower cuts its log to what the message says; yet the message may be older than the rest of the log. */
export const truncatesWithoutAConflict = mutant({
  of: oneTerm,
  breaks: "committedStays",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Append: (node, message, context) =>
          message.term < node.term
            ? on.Append(node, message, context)
            : on.Append({ ...node, log: node.log.truncate(message.previous.length) }, message, context),
      },
    })),
  },
})

/** A follower commits all that it has, also what is left of another leader. */
export const commitsPastWhatMatched = mutant({
  of: figureEight,
  breaks: "stateMachineSafety",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Append(node, message, context) {
          if (message.term < node.term) return on.Append(node, message, context)
          const [ahead] = commitTo(node, Math.min(message.commit, node.log.length))
          return on.Append(ahead, message, context)
        },
      },
    })),
  },
})

/** A follower asks whether something stands before the new entries, and not whether it is the leader's. */
export const skipsTheConsistencyCheck = mutant({
  of: asksAgain,
  breaks: "logMatching",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        Append(node, message, context) {
          const { length } = message.previous
          const previous = length <= node.log.length ? endOf(node.log.truncate(length)) : message.previous
          return on.Append(node, { ...message, previous }, context)
        },
      },
    })),
  },
})

/** A leader puts a command in the place of one that is not committed yet. */
export const overwritesItsTail = mutant({
  of: callers,
  breaks: "leaderAppendsOnly",
  roles: {
    servers: patched(server, ({ calls }) => ({
      calls: { submit: (node, command, context) => calls.submit({ ...node, log: committed(node) }, command, context) },
    })),
  },
})

/** A caller is answered as soon as the leader has its command. */
export const answersBeforeCommit = mutant({
  of: callers,
  breaks: "linearizable",
  roles: {
    servers: patched(server, ({ calls }) => ({
      calls: {
        submit(node, command, context) {
          if (node.role !== "leader") return calls.submit(node, command, context)
          const log = node.log.append({ term: node.term, command })
          return [{ ...node, log }, reply(context.call, log.length)]
        },
      },
    })),
  },
})

/** A leader that is replaced tells its callers that nothing happened; yet their commands may be committed by others. */
export const rejectsWhatMayCommit = mutant({
  of: callers,
  breaks: "linearizable",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: {
        RequestVote(node, request, context) {
          if (request.term <= node.term) return on.RequestVote(node, request, context)
          const rejected = node.waiting.map(({ call }) => reject(call, "no longer the leader"))
          return [{ ...catchUp(node, request.term), waiting: List.of() }, ...rejected]
        },
      },
    })),
  },
})

/** A leader keeps to itself what is committed. */
export const neverTellsTheCommit = mutant({
  of: quick,
  breaks: "everyoneCommits",
  roles: {
    servers: patched(server, ({ on }) => ({
      on: { Append: (node, message, context) => on.Append(node, { ...message, commit: 0 }, context) },
    })),
  },
})
