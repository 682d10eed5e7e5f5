import type { Answered } from "../operation.ts"
import { findOrder, type Found } from "../order.ts"
import type { Task } from "../task.ts"
import { effectOf, observationOf, type Question, type Rule, worst } from "./rule.ts"

/** With each operation, all that its client did before stands before the answer; of the client that is answered, only what came before. */
const tasksFor = (question: Question, asked: Answered): readonly Task[] => {
  const last = new Map<string, number>()
  const tasks: Task[] = []
  let isBefore = true
  for (const operation of question.operations) {
    if (operation === asked) isBefore = false
    if (operation.client === asked.client && !isBefore) continue
    const before = last.get(operation.client)
    const place = tasks.push(effectOf(question, operation, "optional", before === undefined ? [] : [before])) - 1
    last.set(operation.client, place)
  }
  return [...tasks, observationOf(question, asked, [])]
}

/** Each answer has an order of its own, that holds of each client the first few operations. */
export const monotonicWrites: Rule = (question, meter) => {
  function* answers(): Iterable<Found> {
    for (const operation of question.operations)
      if (operation.outcome === "answered") yield findOrder(tasksFor(question, operation), question.table, meter)
  }
  return worst(answers())
}
