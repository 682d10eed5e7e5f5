import type { Meter } from "../budget.ts"
import { portionOf } from "../budget.ts"
import { findCopies } from "./copies.ts"
import { monotonicReads } from "./monotonic-reads.ts"
import { monotonicWrites } from "./monotonic-writes.ts"
import { readYourWrites } from "./read-your-writes.ts"
import type { Question, Rule } from "./rule.ts"
import { sequential } from "./sequential.ts"

/** What one look at a neighbouring model may cost. */
const glance = 20_000

/** What each causal history is. The searches for these are far smaller. */
const implied: readonly Rule[] = [readYourWrites, monotonicReads, monotonicWrites]

const glanceAt = (rule: Rule, question: Question, meter: Meter) => rule(question, portionOf(meter, glance))

/**
 * Each client has an order of its own, with all that it did; what stood before an operation in the order of the client that called it
 * stands before it in every order. A stronger model that holds, or a weaker one that does not, says as much in less time.
 */
export const causal: Rule = (question, meter) => {
  if (implied.some((rule) => glanceAt(rule, question, meter) === "none")) return "none"
  if (glanceAt(sequential, question, meter) === "found") return "found"
  return findCopies(question, meter)
}
