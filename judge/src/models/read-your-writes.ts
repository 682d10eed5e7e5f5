import type { Answered } from "../operation.ts"
import { findOrder, type Found } from "../order.ts"
import type { Task } from "../task.ts"
import { chainNumbers, effectOf, observationOf, type Question, type Rule, worst } from "./rule.ts"

/** All that the client did before stands before the answer, in its order; of the others' operations, any that help. */
const tasksFor = (question: Question, asked: Answered): readonly Task[] => {
  const chainOf = chainNumbers()
  const tasks: Task[] = []
  let own: readonly number[] = []
  let isBefore = true
  for (const operation of question.operations) {
    if (operation === asked) isBefore = false
    else if (operation.client !== asked.client) tasks.push(effectOf(question, operation, chainOf(operation.client), []))
    else if (isBefore) own = [tasks.push(effectOf(question, operation, "required", own)) - 1]
  }
  return [...tasks, observationOf(question, asked, own)]
}

/** Each answer has an order of its own, with all that its client did before. */
export const readYourWrites: Rule = (question, meter) => {
  function* answers(): Iterable<Found> {
    for (const operation of question.operations)
      if (operation.outcome === "answered") yield findOrder(tasksFor(question, operation), question.table, meter)
  }
  return worst(answers())
}
