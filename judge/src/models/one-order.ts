import type { Meter } from "../budget.ts"
import { findOrder, type Found } from "../order.ts"
import type { Precedence } from "../precedence.ts"
import { answerOf, effectOf, type Question } from "./rule.ts"

/** Whether one order explains all answers; what is pending may be in it or not. */
export const oneOrder = (question: Question, precedence: Precedence, meter: Meter): Found => {
  let pending = 0
  const tasks = question.operations.map((operation, at) => {
    const after = precedence[at] ?? []
    return operation.outcome === "answered"
      ? answerOf(question, operation, after)
      : effectOf(question, operation, { chain: pending++ }, after)
  })
  return findOrder(tasks, question.table, meter)
}
