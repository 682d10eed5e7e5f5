import { findOrder, type Found } from "../order.ts"
import type { Task } from "../task.ts"
import { chainNumbers, effectOf, observationOf, type Question, type Rule, worst } from "./rule.ts"

/** The client's answers stand in its order, each apart from the effect of its operation, which may come later or never. */
const tasksFor = (question: Question, client: string): readonly Task[] => {
  const chainOf = chainNumbers()
  const tasks: Task[] = []
  let seen: readonly number[] = []
  for (const operation of question.operations) {
    const isOwn = operation.client === client
    if (isOwn && operation.outcome === "pending") continue
    if (isOwn && operation.outcome === "answered") seen = [tasks.push(observationOf(question, operation, seen)) - 1]
    tasks.push(effectOf(question, operation, chainOf(operation.client), isOwn ? seen : []))
  }
  return tasks
}

/** Each client has one order, and each of its answers sees as much of it as the one before, or more. */
export const monotonicReads: Rule = (question, meter) => {
  function* answers(): Iterable<Found> {
    for (const client of new Set(question.operations.map((operation) => operation.client)))
      yield findOrder(tasksFor(question, client), question.table, meter)
  }
  return worst(answers())
}
