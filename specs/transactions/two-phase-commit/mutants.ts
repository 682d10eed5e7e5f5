import { majority, mutant, opaque, patched, Set } from "@lockstep/language"
import { blocking, lossy, quick } from "./model.ts"
import { coordinator, decide, participant, tell } from "./protocol.ts"

/** The vote is only in memory: after a crash the participant is asked anew, and its yes still counts. */
export const forgetsItsVote = mutant({
  of: quick,
  breaks: "commitNeedsEveryYes",
  roles: { participants: patched(participant, () => ({ durable: ["decision"] })) },
})

/** A participant that has said yes loses patience. */
export const abortsAloneAfterYes = mutant({
  of: quick,
  breaks: "atomic",
  roles: {
    participants: patched(participant, ({ timers }) => ({
      timers: { remind: { ...timers.remind, fire: (node) => ({ ...node, decision: "abort" }) } },
    })),
  },
})

/** The decision is told before it is on disk. */
export const answersBeforeLogging = mutant({
  of: quick,
  breaks: "decisionsStay",
  roles: { coordinator: patched(coordinator, () => ({ durable: ["transaction"] })) },
})

/** After a crash everything counts as aborted, also what is on record as committed. */
export const presumesTooMuch = mutant({
  of: quick,
  breaks: "decisionsStay",
  roles: {
    coordinator: patched(coordinator, () => ({
      recover: (node) => (node.transaction === null ? node : decide(node, "abort")),
    })),
  },
})

/** The record of the beginning is lost, and who asks hears of an abort that nobody writes down. */
export const presumesAbortWithoutRecord = mutant({
  of: quick,
  breaks: "decidesOfSomething",
  roles: {
    coordinator: patched(coordinator, ({ on }) => ({
      durable: ["decision"],
      on: {
        Vote: (node, vote, context) =>
          node.transaction === null && node.decision === null
            ? [node, tell(context.from, "abort")]
            : on.Vote(node, vote, context),
      },
    })),
  },
})

/** Most of the votes are enough. */
export const commitsOnMajority = mutant({
  of: { ...quick, nodes: { coordinator: 1, participants: 3 } },
  breaks: "commitNeedsEveryYes",
  roles: {
    coordinator: patched(coordinator, ({ on }) => ({
      on: {
        Vote: (node, { type, vote }, context) => {
          const votes = node.votes.add(context.from)
          const enough = majority(votes.size, context.nodes.participants.length)
          const undecided = node.decision === null && vote === "yes"
          return undecided && enough ? decide(node, "commit") : on.Vote(node, { type, vote }, context)
        },
      },
    })),
  },
})

/** Whoever answers counts as willing. */
export const takesNoForYes = mutant({
  of: quick,
  breaks: "atomic",
  roles: {
    coordinator: patched(coordinator, ({ on }) => ({
      on: { Vote: (node, { type }, context) => on.Vote(node, { type, vote: "yes" }, context) },
    })),
  },
})

/** The coordinator gives up as soon as anybody answers. */
export const neverCommits = mutant({
  of: quick,
  breaks: "allCommit",
  roles: {
    coordinator: patched(coordinator, ({ on }) => ({
      on: { Vote: (node, { type }, context) => on.Vote(node, { type, vote: "no" }, context) },
    })),
  },
})

/** The coordinator waits for ever. */
export const neverAborts = mutant({
  of: lossy,
  breaks: "yesIsAborted",
  roles: {
    coordinator: patched(coordinator, ({ on, timers }) => ({
      timers: { giveUp: { ...timers.giveUp, fire: (node) => node } },
      on: { Vote: (node, message, context) => (message.vote === "no" ? node : on.Vote(node, message, context)) },
    })),
  },
})

/** The coordinator comes back, and nobody waits for ever: it is the death alone that blocks. */
export const comesBack = mutant({
  of: { ...blocking, crashes: { budget: 1, of: ["coordinator"], afterwards: "restart" } },
  breaks: "blocks",
  roles: {},
})

/** Those who wait are not told what was decided. */
export const answersNobody = mutant({
  of: quick,
  breaks: "nobodyIsForgotten",
  roles: {
    coordinator: patched(coordinator, ({ on }) => ({
      on: { Vote: (node, vote, context) => on.Vote({ ...node, waiting: Set.of() }, vote, context) },
    })),
  },
})

/** A coordinator that comes back takes up what nobody waits for any more. */
export const comesBackUndecided = mutant({
  of: quick,
  breaks: "collectsForSomebody",
  roles: { coordinator: patched(coordinator, () => ({ recover: (node) => node })) },
})

/** A participant asks on when it knows the outcome. */
export const keepsAsking = mutant({
  of: blocking,
  breaks: "knowingIsSilent",
  roles: {
    participants: patched(participant, ({ timers }) => ({
      timers: { remind: { ...timers.remind, while: (node) => node.vote === "yes" } },
    })),
  },
})

/** A participant that cannot keeps it to itself. */
export const saysOnlyYes = mutant({
  of: quick,
  breaks: "noIsSaid",
  roles: {
    participants: patched(participant, ({ results }) => ({
      results: {
        prepare: (node, vote, context) =>
          vote === "no" && node.decision === null ? { vote, decision: "abort" } : results.prepare(node, vote, context),
      },
    })),
  },
})

/** The decision is told to those who ask, and nobody else hears of it. */
export const tellsOnlyWhoAsks = mutant({
  of: quick,
  breaks: "voteIsSpared",
  roles: {
    participants: patched(participant, ({ on }) => ({
      on: { Decide: (node, message, context) => (node.vote === null ? node : on.Decide(node, message, context)) },
    })),
  },
})

/** A caller is turned away while the transaction that it asks for is under way. */
export const turnsAwayWhoAsksAgain = mutant({
  of: quick,
  breaks: "asksAgain",
  roles: {
    coordinator: patched(coordinator, ({ calls }) => ({
      calls: {
        commit: (node, transaction, context) =>
          calls.commit(node, node.transaction === null ? transaction : opaque("another"), context),
      },
    })),
  },
})

/** Nobody reminds the coordinator: a decision that is lost never comes. */
export const neverReminds = mutant({
  of: lossy,
  breaks: "ends",
  roles: {
    participants: patched(participant, ({ timers }) => ({
      timers: { remind: { ...timers.remind, while: () => false } },
    })),
  },
})

/** The coordinator is patient for ever. */
export const neverGivesUp = mutant({
  of: lossy,
  breaks: "givesUp",
  roles: {
    coordinator: patched(coordinator, ({ timers }) => ({
      timers: { giveUp: { ...timers.giveUp, fire: (node) => node } },
    })),
  },
})
