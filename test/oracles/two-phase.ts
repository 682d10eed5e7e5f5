import { type Algorithm, algorithm, each, refinement } from "@lockstep/language"
import { type Family, family } from "./functions.ts"
import { resourceManagers, rmState, type Transaction, transactionCommit } from "./transaction-commit.ts"

/** `sent` and `decision` are the messages that were ever sent, `heard` is from whom the transaction manager has heard. */
interface TwoPhase extends Transaction, Family<"sent", boolean>, Family<"heard", boolean> {
  readonly tmState: "init" | "committed" | "aborted"
  readonly decision: "none" | "commit" | "abort"
}

const sent = family<"sent", boolean>("sent")
const heard = family<"heard", boolean>("heard")

/** Two-phase commit with one transaction manager (`transaction_commit/TwoPhase`). */
export const twoPhase = (count: number): Algorithm<TwoPhase> => {
  const rms = resourceManagers(count)

  return algorithm<TwoPhase>({
    initial: [
      {
        ...rmState.all(rms, () => "working"),
        ...sent.all(rms, () => false),
        ...heard.all(rms, () => false),
        tmState: "init",
        decision: "none",
      },
    ],
    actions: {
      hearPrepared: each(rms, (state, rm) => state.tmState === "init" && sent.of(state, rm) && heard.one(rm, true)),
      tmCommit: (state) =>
        state.tmState === "init" &&
        rms.every((rm) => heard.of(state, rm)) && { tmState: "committed", decision: "commit" },
      tmAbort: (state) => state.tmState === "init" && { tmState: "aborted", decision: "abort" },
      prepare: each(
        rms,
        (state, rm) => rmState.of(state, rm) === "working" && { ...rmState.one(rm, "prepared"), ...sent.one(rm, true) },
      ),
      chooseToAbort: each(rms, (state, rm) => rmState.of(state, rm) === "working" && rmState.one(rm, "aborted")),
      hearCommit: each(rms, (state, rm) => state.decision === "commit" && rmState.one(rm, "committed")),
      hearAbort: each(rms, (state, rm) => state.decision === "abort" && rmState.one(rm, "aborted")),
    },
    refines: {
      /** Two-phase commit commits a transaction. */
      transactionCommit: refinement(transactionCommit(count), (state) =>
        rmState.all(rms, (rm) => rmState.of(state, rm)),
      ),
    },
  })
}

export const twoPhase3 = twoPhase(3)
export const twoPhase4 = twoPhase(4)
export const twoPhase5 = twoPhase(5)
export const twoPhase6 = twoPhase(6)
export const twoPhase7 = twoPhase(7)
export const twoPhase8 = twoPhase(8)
export const twoPhase9 = twoPhase(9)
