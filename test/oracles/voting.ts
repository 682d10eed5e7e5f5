import { type Algorithm, algorithm, each, pairs, refinement, Set } from "@lockstep/language"
import { consensus } from "./consensus.ts"
import { type On, over } from "./functions.ts"

export type Acceptor = "a1" | "a2" | "a3"
export type Value = "v1" | "v2"

export interface Constants {
  readonly acceptors: readonly Acceptor[]
  readonly values: readonly Value[]
  readonly quorums: readonly (readonly Acceptor[])[]
  /** From 0 on. */
  readonly ballots: readonly number[]
}

/** An acceptor votes in ballots from its `maxBal` on. */
export interface Voting {
  readonly votes: On<Acceptor, Set<readonly [ballot: number, value: Value]>>
  readonly maxBal: On<Acceptor, number>
}

export const threeAcceptors = {
  acceptors: ["a1", "a2", "a3"],
  values: ["v1", "v2"],
  quorums: [
    ["a1", "a2"],
    ["a1", "a3"],
    ["a2", "a3"],
  ],
} as const

const votedFor = ({ votes }: Voting, a: Acceptor, b: number, v: Value) => votes[a].has([b, v])
const votedAt = ({ votes }: Voting, a: Acceptor, b: number) => votes[a].some(([ballot]) => ballot === b)

/** Whether the quorum's votes before ballot `b` show that no other value than `v` can be chosen there. */
export const showsSafeAt = (state: Voting, quorum: readonly Acceptor[], b: number, v: Value): boolean => {
  if (!quorum.every((a) => state.maxBal[a] >= b)) return false
  for (let c = b - 1; c >= 0; c--) {
    if (quorum.some((a) => votedFor(state, a, c, v))) return true
    if (quorum.some((a) => votedAt(state, a, c))) return false
  }
  return true
}

const chosen = (state: Voting, { values, ballots, quorums }: Constants): Set<Value> =>
  Set.from(
    values.filter((v) => pairs(ballots, quorums).some(([b, quorum]) => quorum.every((a) => votedFor(state, a, b, v)))),
  )

/** What holds of votes in every state. */
export const votingInvariants = ({ acceptors, values, quorums, ballots }: Constants) => {
  const noneOtherChoosableAt = (state: Voting, b: number, v: Value) =>
    quorums.some((quorum) =>
      quorum.every((a) => votedFor(state, a, b, v) || (state.maxBal[a] > b && !votedAt(state, a, b))),
    )
  const safeAt = (state: Voting, b: number, v: Value) =>
    ballots.every((c) => c >= b || noneOtherChoosableAt(state, c, v))

  return {
    /** Whoever votes, votes for a value that is safe. */
    votesSafe: (state: Voting) => acceptors.every((a) => state.votes[a].every(([b, v]) => safeAt(state, b, v))),
    /** No two votes of a ballot are for different values. */
    oneValuePerBallot: (state: Voting) =>
      ballots.every((b) => values.filter((v) => acceptors.some((a) => votedFor(state, a, b, v))).length <= 1),
  }
}

/** Acceptors vote in numbered ballots so that at most one value can be chosen (`Paxos/Voting`). */
export const voting = (constants: Constants, symmetric: "symmetric" | "plain"): Algorithm<Voting> => {
  const { acceptors, values, quorums, ballots } = constants

  /** Nobody has voted for another value in this ballot. */
  const unopposed = (state: Voting, b: number, v: Value) =>
    acceptors.every((a) => state.votes[a].every(([ballot, value]) => ballot !== b || value === v))

  return algorithm<Voting>({
    initial: [{ votes: over(acceptors, () => Set.of()), maxBal: over(acceptors, () => -1) }],
    actions: {
      increaseMaxBal: each(
        pairs(acceptors, ballots),
        ({ maxBal }, [a, b]) => b > maxBal[a] && { maxBal: { ...maxBal, [a]: b } },
      ),
      voteFor: each(pairs(pairs(acceptors, ballots), values), (state, [[a, b], v]) => {
        const { votes, maxBal } = state
        return (
          maxBal[a] <= b &&
          !votedAt(state, a, b) &&
          unopposed(state, b, v) &&
          quorums.some((quorum) => showsSafeAt(state, quorum, b, v)) && {
            votes: { ...votes, [a]: votes[a].add([b, v]) },
            maxBal: { ...maxBal, [a]: b },
          }
        )
      }),
    },
    always: votingInvariants(constants),
    refines: {
      /** Voting reaches consensus. */
      consensus: refinement(consensus(values), (state) => ({ chosen: chosen(state, constants) })),
    },
    symmetry: symmetric === "symmetric" ? [acceptors, values] : [],
  })
}

/** `Paxos/MCVoting` */
export const symmetricVoting = voting({ ...threeAcceptors, ballots: [0, 1] }, "symmetric")

/** `PaxosHowToWinATuringAward/MCVoting` */
export const threeBallotVoting = voting({ ...threeAcceptors, ballots: [0, 1, 2] }, "plain")
