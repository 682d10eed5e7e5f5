import { type Algorithm, algorithm, each } from "@lockstep/language"
import { type Family, family, functions } from "./functions.ts"

type Vote = "yes" | "no"
type Decision = "commit" | "abort"

interface Life {
  readonly decision: Decision | "undecided"
  readonly alive: boolean
  readonly faulty: boolean
}

interface Participant extends Life {
  readonly vote: Vote
  readonly voteSent: boolean
}

/** For each participant also whether the coordinator has asked it, which vote it has of it, and what it has told it. */
interface Commitment
  extends
    Family<"participant", Participant>,
    Family<"request", boolean>,
    Family<"vote", Vote | "waiting">,
    Family<"broadcast", Decision | "notsent"> {
  readonly coordinator: Life
}

const names = ["p0", "p1", "p2"] as const

const participant = family<"participant", Participant>("participant")
const request = family<"request", boolean>("request")
const vote = family<"vote", Vote | "waiting">("vote")
const broadcast = family<"broadcast", Decision | "notsent">("broadcast")

const unborn: Life = { decision: "undecided", alive: true, faulty: false }
const dead = { alive: false, faulty: true } as const

/** A participant that can still act. */
const alive = (state: Commitment, i: string): Participant | null => {
  const one = participant.of(state, i)
  return one.alive ? one : null
}

/** A participant that can still act and decide. */
const undecided = (state: Commitment, i: string): Participant | null => {
  const one = alive(state, i)
  return one?.decision === "undecided" ? one : null
}

/** Whether the coordinator has asked everybody and waits for the vote of this one. */
const awaits = (state: Commitment, i: string): boolean =>
  state.coordinator.alive &&
  state.coordinator.decision === "undecided" &&
  vote.of(state, i) === "waiting" &&
  names.every((j) => request.of(state, j))

const some = (state: Commitment, holds: (one: Participant) => boolean): boolean =>
  names.some((i) => holds(participant.of(state, i)))
const commits = ({ decision }: Life) => decision === "commit"
const aborts = ({ decision }: Life) => decision === "abort"
const isFaulty = ({ faulty }: Life) => faulty
const votesNo = ({ vote }: Participant) => vote === "no"

/** Whether whoever `holds` before a step does so after it. */
const stable = (before: Commitment, after: Commitment, holds: (one: Life) => boolean): boolean =>
  names.every((i) => !holds(participant.of(before, i)) || holds(participant.of(after, i))) &&
  (!holds(before.coordinator) || holds(after.coordinator))

/** Atomic commit by a coordinator whose broadcast may stop halfway (`acp/ACP_SB`). */
export const atomicCommit: Algorithm<Commitment> = algorithm<Commitment>({
  initial: functions<string, Vote>(names, ["yes", "no"]).map((votes) => ({
    ...participant.all(names, (i) => ({ ...unborn, vote: votes[i] ?? "no", voteSent: false })),
    ...request.all(names, () => false),
    ...vote.all(names, () => "waiting"),
    ...broadcast.all(names, () => "notsent"),
    coordinator: unborn,
  })),
  actions: {
    request: each(names, (state, i) => state.coordinator.alive && !request.of(state, i) && request.one(i, true)),
    getVote: each(names, (state, i) => {
      const { vote: cast, voteSent } = participant.of(state, i)
      return awaits(state, i) && voteSent && vote.one(i, cast)
    }),
    detectFault: each(names, (state, i) => {
      const { alive, voteSent } = participant.of(state, i)
      return awaits(state, i) && !alive && !voteSent && { coordinator: { ...state.coordinator, decision: "abort" } }
    }),
    makeDecision: (state) => {
      const { coordinator } = state
      const votes = names.map((i) => vote.of(state, i))
      if (!coordinator.alive || coordinator.decision !== "undecided" || votes.includes("waiting")) return false
      return { coordinator: { ...coordinator, decision: votes.includes("no") ? "abort" : "commit" } }
    },
    broadcast: each(names, (state, i) => {
      const { alive, decision } = state.coordinator
      return alive && decision !== "undecided" && broadcast.of(state, i) === "notsent" && broadcast.one(i, decision)
    }),
    coordinatorDies: ({ coordinator }) => coordinator.alive && { coordinator: { ...coordinator, ...dead } },

    sendVote: each(names, (state, i) => {
      const one = alive(state, i)
      return one !== null && request.of(state, i) && participant.one(i, { ...one, voteSent: true })
    }),
    abortOnVote: each(names, (state, i) => {
      const one = undecided(state, i)
      return one !== null && one.voteSent && one.vote === "no" && participant.one(i, { ...one, decision: "abort" })
    }),
    abortOnTimeout: each(names, (state, i) => {
      const one = undecided(state, i)
      if (one === null || state.coordinator.alive || request.of(state, i)) return false
      return participant.one(i, { ...one, decision: "abort" })
    }),
    decide: each(names, (state, i) => {
      const one = undecided(state, i)
      const decision = broadcast.of(state, i)
      return one !== null && decision !== "notsent" && participant.one(i, { ...one, decision })
    }),
    participantDies: each(names, (state, i) => {
      const one = alive(state, i)
      return one !== null && participant.one(i, { ...one, ...dead })
    }),
  },
  always: {
    /** All who decide reach the same decision. */
    oneDecision: (state) => !some(state, commits) || !some(state, aborts),
    /** Who commits does so because all voted yes and the coordinator decided it. */
    commitsByVotes: (state) => !some(state, commits) || (!some(state, votesNo) && commits(state.coordinator)),
    /** Who aborts does so because of a no, of a fault that made the coordinator abort, or of its death before it decided. */
    abortsWithReason: (state) =>
      !some(state, aborts) ||
      some(state, votesNo) ||
      (some(state, isFaulty) && aborts(state.coordinator)) ||
      (isFaulty(state.coordinator) && state.coordinator.decision === "undecided"),
    /** Who is alive has never died. */
    noRecovery: (state) =>
      !some(state, ({ alive, faulty }) => alive === faulty) && state.coordinator.alive !== state.coordinator.faulty,
  },
  step: {
    /** Who has decided does not decide otherwise. */
    decidesOnce: (before, after) => stable(before, after, commits) && stable(before, after, aborts),
    /** A vote is never changed. */
    voteStable: (before, after) => names.every((i) => participant.of(before, i).vote === participant.of(after, i).vote),
    /** Who is faulty stays so. */
    faultyStable: (before, after) => stable(before, after, isFaulty),
  },
})
