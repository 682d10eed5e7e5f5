import { type Algorithm, algorithm, each, pairs, Set } from "@lockstep/language"
import { type On, over } from "./functions.ts"

type Replica = "r1" | "r2" | "r3" | "r4"
type Value = "v1" | "v2" | "v3"

interface Promise {
  readonly ballot: number
  readonly acceptor: Replica
  readonly maxVBallot: number
  readonly maxValue: Value | null
}
interface Proposal {
  readonly ballot: number
  readonly value: Value
}
interface Acceptance extends Proposal {
  readonly acceptor: Replica
}

/** One decision stands for that of any replica; the sets are the messages that were ever sent. */
interface Paxos {
  readonly decision: Value | null
  readonly maxBallot: On<Replica, number>
  readonly maxVBallot: On<Replica, number>
  readonly maxValue: On<Replica, Value | null>
  readonly prepares: Set<number>
  readonly promises: Set<Promise>
  readonly proposals: Set<Proposal>
  readonly acceptances: Set<Acceptance>
}

const replicas: readonly Replica[] = ["r1", "r2", "r3", "r4"]
const values: readonly Value[] = ["v1", "v2", "v3"]
const ballots = [0, 1, 2]
const quorums = replicas.map((absent) => replicas.filter((replica) => replica !== absent))

/** What these replicas said in this ballot, if all of them said something. */
const saidByAll = <Message extends Promise | Acceptance>(
  messages: Set<Message>,
  ballot: number,
  quorum: readonly Replica[],
): readonly Message[] | null => {
  const said = messages.filter((message) => message.ballot === ballot && quorum.includes(message.acceptor))
  return quorum.every((replica) => said.some(({ acceptor }) => acceptor === replica)) ? said : null
}

/** Whether the promises leave the choice, or tell of this value in the highest ballot. */
const allow = (promises: readonly Promise[], value: Value): boolean => {
  const highest = promises.find(({ maxVBallot }) => promises.every((other) => other.maxVBallot <= maxVBallot))
  return promises.every(({ maxValue }) => maxValue === null) || highest?.maxValue === value
}

/** Paxos without explicit proposers, with a decision (`SimplifiedFastPaxos/Paxos`). */
export const simplifiedPaxos: Algorithm<Paxos> = algorithm<Paxos>({
  initial: [
    {
      decision: null,
      maxBallot: over(replicas, () => 0),
      maxVBallot: over(replicas, () => 0),
      maxValue: over(replicas, () => null),
      prepares: Set.of(),
      promises: Set.of(),
      proposals: Set.of(),
      acceptances: Set.of(),
    },
  ],
  actions: {
    prepare: each([1, 2], ({ prepares }, ballot) => ({ prepares: prepares.add(ballot) })),
    promise: each(replicas, ({ prepares, promises, maxBallot, maxVBallot, maxValue }, acceptor) =>
      prepares
        .filter((ballot) => maxBallot[acceptor] < ballot)
        .map((ballot) => ({
          maxBallot: { ...maxBallot, [acceptor]: ballot },
          promises: promises.add({
            ballot,
            acceptor,
            maxVBallot: maxVBallot[acceptor],
            maxValue: maxValue[acceptor],
          }),
        })),
    ),
    propose: each(pairs(ballots, values), ({ promises, proposals }, [ballot, value]) => {
      if (proposals.some((proposal) => proposal.ballot === ballot)) return false
      const allowed = quorums.some((quorum) => {
        const said = saidByAll(promises, ballot, quorum)
        return said !== null && allow(said, value)
      })
      return allowed && { proposals: proposals.add({ ballot, value }) }
    }),
    accept: each(replicas, ({ proposals, acceptances, maxBallot, maxVBallot, maxValue }, acceptor) =>
      proposals
        .filter(({ ballot }) => maxBallot[acceptor] <= ballot)
        .map(({ ballot, value }) => ({
          maxBallot: { ...maxBallot, [acceptor]: ballot },
          maxVBallot: { ...maxVBallot, [acceptor]: ballot },
          maxValue: { ...maxValue, [acceptor]: value },
          acceptances: acceptances.add({ ballot, acceptor, value }),
        })),
    ),
    decide: each(
      pairs(ballots, quorums),
      ({ acceptances }, [ballot, quorum]) =>
        saidByAll(acceptances, ballot, quorum)?.map(({ value }) => ({ decision: value })) ?? false,
    ),
  },
  always: {
    /** Only what was proposed is decided. */
    nontrivial: ({ decision, proposals }) => decision === null || proposals.some(({ value }) => value === decision),
    /** A promise tells of a value if and only if it tells of a ballot. */
    promisesTellBoth: ({ promises }) =>
      promises.every(({ maxValue, maxVBallot }) => (maxValue === null) === (maxVBallot === 0)),
  },
  step: {
    /** A decision is never changed. */
    consistent: (before, after) => before.decision === null || before.decision === after.decision,
  },
  symmetry: [values, replicas],
})
