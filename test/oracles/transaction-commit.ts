import { type Algorithm, algorithm, each } from "@lockstep/language"
import { type Family, family } from "./functions.ts"

export type RmState = "working" | "prepared" | "committed" | "aborted"

/** What each resource manager has come to. */
export type Transaction = Family<"rmState", RmState>

export const rmState = family<"rmState", RmState>("rmState")

/** The names of `count` resource managers. */
export const resourceManagers = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `r${index + 1}`)

/** What it means to commit a transaction together, with no word on how (`transaction_commit/TCommit`). */
export const transactionCommit = (count: number): Algorithm<Transaction> => {
  const rms = resourceManagers(count)
  const canCommit = (state: Transaction) => rms.every((rm) => ["prepared", "committed"].includes(rmState.of(state, rm)))
  const notCommitted = (state: Transaction) => rms.every((rm) => rmState.of(state, rm) !== "committed")

  return algorithm<Transaction>({
    initial: [rmState.all(rms, () => "working")],
    actions: {
      prepare: each(rms, (state, rm) => rmState.of(state, rm) === "working" && rmState.one(rm, "prepared")),
      commit: each(
        rms,
        (state, rm) => rmState.of(state, rm) === "prepared" && canCommit(state) && rmState.one(rm, "committed"),
      ),
      abort: each(
        rms,
        (state, rm) =>
          ["working", "prepared"].includes(rmState.of(state, rm)) && notCommitted(state) && rmState.one(rm, "aborted"),
      ),
    },
    always: {
      /** No two resource managers have come to conflicting decisions. */
      consistent: (state) => notCommitted(state) || rms.every((rm) => rmState.of(state, rm) !== "aborted"),
    },
  })
}

export const transactionCommit3 = transactionCommit(3)
