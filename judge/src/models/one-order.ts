import type { Meter } from "../budget.ts"
import { canonical } from "../canonical.ts"
import { findOrder, type Found } from "../order.ts"
import type { Precedence } from "../precedence.ts"
import { type MayPrecede, outlooks } from "./outlook.ts"
import { answerOf, chainNumbers, effectOf, type Question } from "./rule.ts"

/** Whether one order explains all answers; what is pending may be in it or not. */
export const oneOrder = (question: Question, precedence: Precedence, mayPrecede: MayPrecede, meter: Meter): Found => {
  /** Of pending operations that are alike, it does not matter which takes effect: they share a chain. */
  const chainOf = chainNumbers()
  const outlookOf = outlooks(question, mayPrecede)
  const tasks = question.operations.map((operation, at) => {
    const after = precedence[at] ?? []
    return operation.outcome === "answered"
      ? { ...answerOf(question, operation, after), ...outlookOf(operation) }
      : effectOf(question, operation, chainOf(canonical([operation.call, operation.argument, after])), after)
  })
  return findOrder(tasks, question.table, meter)
}
