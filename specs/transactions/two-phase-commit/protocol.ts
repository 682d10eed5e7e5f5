import {
  type Call,
  equal,
  everyPair,
  type NodeId,
  type Opaque,
  protocol,
  type Result,
  roles,
  Set,
} from "@lockstep/language"

/** What is to happen everywhere or nowhere. */
export type Transaction = Opaque<"Transaction">
export type Vote = "yes" | "no"
export type Decision = "commit" | "abort"

export interface Coordinator {
  readonly transaction: Transaction | null
  readonly votes: Set<NodeId<"participants">>
  readonly decision: Decision | null
  readonly waiting: Set<Call<Decision>>
}

export interface Participant {
  readonly vote: Vote | null
  readonly decision: Decision | null
}

const { role, send, broadcast, reply, reject, perform, emit } = roles<{
  coordinator: {
    state: Coordinator
    hears: { participants: { type: "Vote"; vote: Vote } }
    timer: "giveUp"
    calls: { commit(transaction: Transaction): Decision }
  }
  participants: {
    state: Participant
    hears: { coordinator: { type: "Prepare"; transaction: Transaction } | { type: "Decide"; decision: Decision } }
    timer: "remind"
    activities: { prepare(transaction: Transaction): Vote }
    event: { type: "Decided"; decision: Decision }
  }
}>()

/** Records the decision, spreads it, and answers everybody who waits for it. */
export const decide = (node: Coordinator, decision: Decision): Result<Coordinator> => [
  { ...node, decision, waiting: Set.of() },
  broadcast({ type: "Decide", decision }),
  ...node.waiting.map((call) => reply(call, decision)),
]

/** Answers a participant that asks. */
export const tell = (to: NodeId<"participants">, decision: Decision) => send(to, { type: "Decide", decision })

/** It has begun and not decided. */
const collects = (node: Coordinator) => node.transaction !== null && node.decision === null

export const coordinator = role("coordinator", {
  initial: { transaction: null, votes: Set.of(), decision: null, waiting: Set.of() },
  durable: ["transaction", "decision"],

  /** The votes are forgotten; without a decision on record nobody can have committed. */
  recover: (node) => (collects(node) ? decide(node, "abort") : node),

  calls: {
    commit(node, transaction, { call }) {
      if (node.transaction !== null && node.transaction !== transaction) return [node, reject(call, "another began")]
      if (node.decision !== null) return [node, reply(call, node.decision)]
      node = { ...node, transaction, waiting: node.waiting.add(call) }
      return [node, broadcast({ type: "Prepare", transaction })]
    },
  },

  timers: {
    giveUp: { while: collects, fire: (node) => decide(node, "abort") },
  },

  on: {
    /** A vote for what is decided is a question. */
    Vote(node, { vote }, { from, nodes }) {
      if (node.decision !== null) return [node, tell(from, node.decision)]
      if (vote === "no") return decide(node, "abort")
      node = { ...node, votes: node.votes.add(from) }
      return node.votes.size === nodes.participants.length ? decide(node, "commit") : node
    },
  },
})

/** It has said yes, so that the outcome is no longer its own to choose. */
export const isUncertain = (node: Participant) => node.vote === "yes" && node.decision === null

export const participant = role("participants", {
  initial: { vote: null, decision: null },
  durable: ["vote", "decision"],

  on: {
    Prepare(node, { transaction }) {
      return node.vote === null && node.decision === null ? [node, perform("prepare", "vote", transaction)] : node
    },

    Decide(node, { decision }) {
      return node.decision === null ? [{ ...node, decision }, emit({ type: "Decided", decision })] : node
    },
  },

  results: {
    /** A no is an abort already: nobody can commit without this vote. */
    prepare(node, vote) {
      if (node.decision !== null) return node
      const aborts = vote === "no"
      node = { vote, decision: aborts ? "abort" : null }
      return [node, broadcast({ type: "Vote", vote }), aborts && emit({ type: "Decided", decision: "abort" })]
    },
  },

  timers: {
    /** The vote or the decision may be lost. */
    remind: { while: isUncertain, fire: (node) => [node, broadcast({ type: "Vote", vote: "yes" })] },
  },
})

type Decider = Coordinator | Participant
const keepsDecision = (before: Decider, after: Decider) =>
  before.decision === null || before.decision === after.decision

export const twoPhaseCommit = protocol({
  roles: { coordinator, participants: participant },
  always: {
    /** Nobody commits what another has aborted. */
    atomic({ coordinator, participants }) {
      const decisions = [...coordinator, ...participants].map((node) => node.decision)
      return !(decisions.includes("commit") && decisions.includes("abort"))
    },
    /** Whoever commits has everybody's yes. */
    commitNeedsEveryYes: ({ coordinator, participants }) =>
      participants.every(({ vote }) => vote === "yes") ||
      [...coordinator, ...participants].every(({ decision }) => decision !== "commit"),
    /** What is decided is decided of a transaction that is on record. */
    decidesOfSomething: ({ coordinator }) =>
      coordinator.every(({ transaction, decision }) => transaction !== null || decision === null),
    /** Whoever asks for the outcome is remembered until there is one, and no longer. */
    nobodyIsForgotten: ({ coordinator }, { calls }) =>
      coordinator.every(({ decision, waiting }) =>
        decision === null
          ? calls.every(({ call }) => waiting.some((one) => one === call))
          : waiting.size + calls.length === 0,
      ),
    /** Nobody is kept uncertain for a transaction whose callers a crash has taken. */
    collectsForSomebody: ({ coordinator }) => coordinator.every((node) => !collects(node) || node.waiting.size > 0),
  },
  step: {
    /** A decision is for ever, whatever crashes. */
    decisionsStay: (before, after) =>
      everyPair(before.coordinator, after.coordinator, keepsDecision) &&
      everyPair(before.participants, after.participants, keepsDecision),
    /** Whoever knows the outcome asks for it no more. */
    knowingIsSilent: ({ participants }, _, { network, nodes }, { network: next }) =>
      participants.every(({ decision }, index) => {
        const messages = (all: typeof network) =>
          all.filter(({ from }) => from === nodes["participants"]?.[index]).length
        return decision === null || messages(next) <= messages(network)
      }),
  },
  reachable: {
    /** Everybody can commit. */
    allCommit: ({ participants }) => participants.every(({ decision }) => decision === "commit"),
    /** Somebody's yes can come to nothing. */
    yesIsAborted: ({ participants }) => participants.some((node) => node.vote === "yes" && node.decision === "abort"),
    /** A no is said, so that nobody has to wait until the coordinator gives up. */
    noIsSaid: (_, { network }) => network.some(({ message }) => equal(message, { type: "Vote", vote: "no" })),
    /** Who has not voted can hear that there is no need to. */
    voteIsSpared: ({ participants }) =>
      participants.some(({ vote, decision }) => vote === null && decision === "abort"),
  },
})
