import type { Answered, Effective } from "../operation.ts"
import { findOrder } from "../order.ts"
import { sessions } from "../precedence.ts"
import type { Table } from "../table.ts"
import { effectOf, observationOf, type Rule } from "./rule.ts"

const isAnswered = (operation: Effective): operation is Answered => operation.outcome === "answered"

/** Two answers to the same question that differ need no search. */
const contradict = (table: Table, answered: readonly Answered[]): boolean => {
  const known = new Map<number, number>()
  return answered.some(({ call, argument, answer }) => {
    const asked = table.callOf(call, argument)
    const given = table.answerOf(answer)
    const before = known.get(asked) ?? given
    known.set(asked, given)
    return before !== given
  })
}

/** What is read after all changes have ended is one state: that of all changes, in an order that keeps each client's own. */
export const convergent: Rule = (question, meter) => {
  const { operations, table, reads } = question
  const changes = operations.filter(({ call }) => !reads.includes(call))
  const quiet = changes.reduce((latest, one) => Math.max(latest, isAnswered(one) ? one.end : Infinity), -Infinity)
  const settled = operations.filter(isAnswered).filter(({ call, begin }) => reads.includes(call) && begin > quiet)
  if (settled.length === 0) return "vacuous"
  if (contradict(table, settled)) return "none"
  const order = sessions(changes)
  const tasks = changes.map((operation, at) => effectOf(question, operation, "required", order[at] ?? []))
  const all = [...tasks.keys()]
  return findOrder([...tasks, ...settled.map((one) => observationOf(question, one, all))], table, meter)
}
