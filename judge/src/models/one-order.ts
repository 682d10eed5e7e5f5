import type { Meter } from "../budget.ts"
import { findOrder, type Found } from "../order.ts"
import type { Precedence } from "../precedence.ts"
import { effectOf, observationOf, type Question } from "./rule.ts"

/** Whether one order explains all answers; what is pending may be in it or not. */
export const oneOrder = ({ operations, table }: Question, precedence: Precedence, meter: Meter): Found => {
  let pending = 0
  const tasks = operations.map((operation, at) => {
    const after = precedence[at] ?? []
    return operation.outcome === "answered"
      ? { ...observationOf(table, operation, after), applies: true }
      : effectOf(table, operation, { chain: pending++ }, after)
  })
  return findOrder(tasks, table, meter)
}
