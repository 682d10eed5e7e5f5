import { type Algorithm, algorithm, each, pairs, refinement, Set } from "@lockstep/language"
import { type Family, family, type On, over } from "./functions.ts"
import { resourceManagers, rmState, type Transaction, transactionCommit } from "./transaction-commit.ts"

type Acceptor = "a1" | "a2" | "a3"
type Value = "prepared" | "aborted"

const acceptors: readonly Acceptor[] = ["a1", "a2", "a3"]
const majorities: readonly (readonly Acceptor[])[] = [
  ["a1", "a2"],
  ["a1", "a3"],
  ["a2", "a3"],
]

/** What an acceptor knows of one instance: its ballot, and the ballot and value of its last vote. */
interface Accepted {
  readonly mbal: number
  readonly bal: number
  readonly val: Value | "none"
}

interface Proposal {
  readonly bal: number
  readonly val: Value
}
interface Promise extends Accepted {
  readonly acc: Acceptor
}
interface Vote extends Proposal {
  readonly acc: Acceptor
}

/** One instance of Paxos for each resource manager, with the messages of each phase that were ever sent. */
interface PaxosCommit
  extends
    Transaction,
    Family<"aState", On<Acceptor, Accepted>>,
    Family<"phase1a", Set<number>>,
    Family<"phase1b", Set<Promise>>,
    Family<"phase2a", Set<Proposal>>,
    Family<"phase2b", Set<Vote>> {
  readonly decisions: Set<"commit" | "abort">
}

const aState = family<"aState", On<Acceptor, Accepted>>("aState")
const phase1a = family<"phase1a", Set<number>>("phase1a")
const phase1b = family<"phase1b", Set<Promise>>("phase1b")
const phase2a = family<"phase2a", Set<Proposal>>("phase2a")
const phase2b = family<"phase2b", Set<Vote>>("phase2b")

const nothing: Accepted = { mbal: 0, bal: -1, val: "none" }

/** What the leader must propose after these promises: what was voted for in the highest ballot, or to abort. */
const safeValue = (promises: readonly Promise[]): Value => {
  const highest = promises.reduce<Accepted>((best, promise) => (promise.bal > best.bal ? promise : best), nothing)
  return highest.val === "none" ? "aborted" : highest.val
}

const proposals = (state: PaxosCommit, rm: string, bal: number): readonly Value[] =>
  majorities
    .map((majority) =>
      phase1b.of(state, rm).filter((promise) => promise.mbal === bal && majority.includes(promise.acc)),
    )
    .filter((promises) => promises.length === 2)
    .map(safeValue)

/** Atomic commit with a Paxos instance for each resource manager (`transaction_commit/PaxosCommit`). */
export const paxosCommit = (count: number, ballots: readonly number[]): Algorithm<PaxosCommit> => {
  const rms = resourceManagers(count)
  const laterBallots = ballots.filter((bal) => bal > 0)

  const vote = (state: PaxosCommit, rm: string, val: Value) => ({
    ...rmState.one(rm, val),
    ...phase2a.one(rm, phase2a.of(state, rm).add({ bal: 0, val })),
  })

  const decided = (state: PaxosCommit, rm: string, val: Value): boolean =>
    pairs(ballots, majorities).some(([bal, majority]) =>
      majority.every((acc) => phase2b.of(state, rm).has({ acc, bal, val })),
    )

  return algorithm<PaxosCommit>({
    initial: [
      {
        ...rmState.all(rms, () => "working"),
        ...aState.all(rms, () => over(acceptors, () => nothing)),
        ...phase1a.all(rms, () => Set.of()),
        ...phase1b.all(rms, () => Set.of()),
        ...phase2a.all(rms, () => Set.of()),
        ...phase2b.all(rms, () => Set.of()),
        decisions: Set.of(),
      },
    ],
    actions: {
      prepare: each(rms, (state, rm) => rmState.of(state, rm) === "working" && vote(state, rm, "prepared")),
      chooseToAbort: each(rms, (state, rm) => rmState.of(state, rm) === "working" && vote(state, rm, "aborted")),
      hearCommit: each(rms, (state, rm) => state.decisions.has("commit") && rmState.one(rm, "committed")),
      hearAbort: each(rms, (state, rm) => state.decisions.has("abort") && rmState.one(rm, "aborted")),

      phase1a: each(pairs(laterBallots, rms), (state, [bal, rm]) => phase1a.one(rm, phase1a.of(state, rm).add(bal))),
      phase1b: each(pairs(rms, acceptors), (state, [rm, acc]) => {
        const acceptor = aState.of(state, rm)
        const { mbal, bal, val } = acceptor[acc]
        return phase1a
          .of(state, rm)
          .filter((ballot) => mbal < ballot)
          .map((ballot) => ({
            ...aState.one(rm, { ...acceptor, [acc]: { mbal: ballot, bal, val } }),
            ...phase1b.one(rm, phase1b.of(state, rm).add({ acc, mbal: ballot, bal, val })),
          }))
      }),
      phase2a: each(pairs(laterBallots, rms), (state, [bal, rm]) => {
        const proposed = phase2a.of(state, rm)
        if (proposed.some((proposal) => proposal.bal === bal)) return false
        return proposals(state, rm, bal).map((val) => phase2a.one(rm, proposed.add({ bal, val })))
      }),
      phase2b: each(pairs(rms, acceptors), (state, [rm, acc]) => {
        const acceptor = aState.of(state, rm)
        return phase2a
          .of(state, rm)
          .filter(({ bal }) => acceptor[acc].mbal <= bal)
          .map(({ bal, val }) => ({
            ...aState.one(rm, { ...acceptor, [acc]: { mbal: bal, bal, val } }),
            ...phase2b.one(rm, phase2b.of(state, rm).add({ acc, bal, val })),
          }))
      }),

      decideToCommit: (state) =>
        rms.every((rm) => decided(state, rm, "prepared")) && { decisions: state.decisions.add("commit") },
      decideToAbort: (state) =>
        rms.some((rm) => decided(state, rm, "aborted")) && { decisions: state.decisions.add("abort") },
    },
    refines: {
      /** Paxos commit commits a transaction. */
      transactionCommit: refinement(transactionCommit(count), (state) =>
        rmState.all(rms, (rm) => rmState.of(state, rm)),
      ),
    },
  })
}

export const paxosCommit2 = paxosCommit(2, [0, 1])
