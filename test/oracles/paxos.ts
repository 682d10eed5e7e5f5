import { type Algorithm, algorithm, each, pairs, refinement, Set } from "@lockstep/language"
import { type On, over } from "./functions.ts"
import {
  type Acceptor,
  type Constants,
  showsSafeAt,
  threeAcceptors,
  type Value,
  type Voting,
  voting,
  votingInvariants,
} from "./voting.ts"

interface Promise {
  readonly acc: Acceptor
  readonly bal: number
  readonly mbal: number
  readonly mval: Value | null
}
interface Proposal {
  readonly bal: number
  readonly val: Value
}
interface Vote extends Proposal {
  readonly acc: Acceptor
}

/** The highest ballot an acceptor has heard of, its last vote, and the messages of each phase that were ever sent. */
interface Paxos {
  readonly maxBal: On<Acceptor, number>
  readonly maxVBal: On<Acceptor, number>
  readonly maxVal: On<Acceptor, Value | null>
  readonly sent1a: Set<number>
  readonly sent1b: Set<Promise>
  readonly sent2a: Set<Proposal>
  readonly sent2b: Set<Vote>
}

/** Whether the promises of a quorum for ballot `b` allow to propose `v`. */
const mayPropose = (sent1b: Set<Promise>, quorum: readonly Acceptor[], b: number, v: Value): boolean => {
  const promises = sent1b.filter(({ acc, bal }) => bal === b && quorum.includes(acc))
  const votes = promises.filter(({ mbal }) => mbal >= 0)
  const highest = Math.max(-1, ...votes.map(({ mbal }) => mbal))
  return (
    quorum.every((a) => promises.some(({ acc }) => acc === a)) &&
    (votes.length === 0 || votes.some(({ mbal, mval }) => mbal === highest && mval === v))
  )
}

/** The votes that the messages tell of. */
const asVoting = ({ acceptors }: Constants, { maxBal, sent2b }: Paxos): Voting => {
  const votesOf = (a: Acceptor) => sent2b.filter(({ acc }) => acc === a).map(({ bal, val }) => [bal, val] as const)
  return { votes: over(acceptors, (a) => Set.from(votesOf(a))), maxBal }
}

const paxosInvariants = (constants: Constants) => {
  const { votesSafe, oneValuePerBallot } = votingInvariants(constants)
  const { acceptors, quorums } = constants
  const hasVoted = ({ sent2b }: Paxos, acc: Acceptor, bal: number, val: Value | null) =>
    val !== null && sent2b.has({ acc, bal, val })

  return {
    votesSafe: (state: Paxos) => votesSafe(asVoting(constants, state)),
    oneValuePerBallot: (state: Paxos) => oneValuePerBallot(asVoting(constants, state)),
    /** No acceptor votes beyond the ballot it has heard of. */
    votesWithinPromises: ({ maxBal, maxVBal }: Paxos) => acceptors.every((a) => maxBal[a] >= maxVBal[a]),
    /** What an acceptor remembers as its last vote is a vote that it cast. */
    lastVoteWasCast: (state: Paxos) =>
      acceptors.every((a) =>
        state.maxVBal[a] === -1 ? state.maxVal[a] === null : hasVoted(state, a, state.maxVBal[a], state.maxVal[a]),
      ),
    /** A promise is kept, and tells of a vote that was cast. */
    promisesAreTrue: (state: Paxos) =>
      state.sent1b.every(
        ({ acc, bal, mbal, mval }) => state.maxBal[acc] >= bal && (mbal < 0 || hasVoted(state, acc, mbal, mval)),
      ),
    /** A proposal is safe, and the only one of its ballot. */
    proposalsAreSafe: (state: Paxos) =>
      state.sent2a.every(
        ({ bal, val }) =>
          quorums.some((quorum) => showsSafeAt(asVoting(constants, state), quorum, bal, val)) &&
          state.sent2a.every((other) => other.bal !== bal || other.val === val),
      ),
    /** A vote is for what was proposed. */
    votesWereProposed: ({ sent2a, sent2b, maxVBal }: Paxos) =>
      sent2b.every(({ acc, bal, val }) => maxVBal[acc] >= bal && sent2a.has({ bal, val })),
  }
}

/** Paxos without explicit leaders or learners (`Paxos/Paxos`). */
export const paxos = (constants: Constants, symmetric: "symmetric" | "plain"): Algorithm<Paxos> => {
  const { acceptors, values, quorums, ballots } = constants

  return algorithm<Paxos>({
    initial: [
      {
        maxBal: over(acceptors, () => -1),
        maxVBal: over(acceptors, () => -1),
        maxVal: over(acceptors, () => null),
        sent1a: Set.of(),
        sent1b: Set.of(),
        sent2a: Set.of(),
        sent2b: Set.of(),
      },
    ],
    actions: {
      phase1a: each(ballots, ({ sent1a }, bal) => ({ sent1a: sent1a.add(bal) })),
      phase1b: each(acceptors, ({ sent1a, sent1b, maxBal, maxVBal, maxVal }, acc) =>
        sent1a
          .filter((bal) => bal > maxBal[acc])
          .map((bal) => ({
            maxBal: { ...maxBal, [acc]: bal },
            sent1b: sent1b.add({ acc, bal, mbal: maxVBal[acc], mval: maxVal[acc] }),
          })),
      ),
      phase2a: each(
        pairs(ballots, values),
        ({ sent1b, sent2a }, [bal, val]) =>
          !sent2a.some((proposal) => proposal.bal === bal) &&
          quorums.some((quorum) => mayPropose(sent1b, quorum, bal, val)) && { sent2a: sent2a.add({ bal, val }) },
      ),
      phase2b: each(acceptors, ({ sent2a, sent2b, maxBal, maxVBal, maxVal }, acc) =>
        sent2a
          .filter(({ bal }) => bal >= maxBal[acc])
          .map(({ bal, val }) => ({
            maxBal: { ...maxBal, [acc]: bal },
            maxVBal: { ...maxVBal, [acc]: bal },
            maxVal: { ...maxVal, [acc]: val },
            sent2b: sent2b.add({ acc, bal, val }),
          })),
      ),
    },
    always: paxosInvariants(constants),
    refines: {
      /** Paxos is a way of voting. */
      voting: refinement(voting(constants, "plain"), (state) => asVoting(constants, state)),
    },
    symmetry: symmetric === "symmetric" ? [acceptors, values] : [],
  })
}

/** `Paxos/MCPaxos` */
export const onePaxosAcceptor = paxos(
  { acceptors: ["a1"], values: ["v1"], quorums: [["a1"]], ballots: [0, 1] },
  "symmetric",
)

/** `PaxosHowToWinATuringAward/MCPaxosTiny` */
export const tinyPaxos = paxos({ ...threeAcceptors, ballots: [0, 1] }, "plain")
