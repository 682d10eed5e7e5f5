import type { Meter } from "../budget.ts"
import type { ForeseeingObject } from "../foresight.ts"
import type { Answered, Effective } from "../operation.ts"
import type { Found } from "../order.ts"
import type { Table } from "../table.ts"
import type { Need, Task } from "../task.ts"

/** A history as a consistency model sees it: what may have taken effect, by beginning. */
export interface Question {
  readonly operations: readonly Effective[]
  readonly table: Table
  /** The calls that never change the object, as far as it says. */
  readonly reads: readonly string[]
  readonly foresight: NonNullable<ForeseeingObject["foresight"]>
}

/** `vacuous` where the model says nothing of this history. */
export type Answer = Found | "vacuous"

/** A consistency model: whether the orders that it asks for exist. */
export type Rule = (question: Question, meter: Meter) => Answer

/** An operation as a task that changes the object, unless it is a read, and may answer anything. */
export const effectOf = (
  { table, reads }: Question,
  operation: Effective,
  need: Need,
  after: readonly number[],
): Task => ({
  call: table.callOf(operation.call, operation.argument),
  answer: null,
  applies: !reads.includes(operation.call),
  need,
  after,
})

/** An operation as a task that changes the object, unless it is a read, and must answer as it did. */
export const answerOf = (question: Question, operation: Answered, after: readonly number[]): Task => ({
  ...effectOf(question, operation, "required", after),
  answer: question.table.answerOf(operation.answer),
})

/** An answer as a task that changes nothing. */
export const observationOf = (question: Question, operation: Answered, after: readonly number[]): Task => ({
  ...answerOf(question, operation, after),
  applies: false,
})

/** Gives each name a chain. */
export const chainNumbers = () => {
  const numbers = new Map<string, number>()
  return (name: string): { readonly chain: number } => {
    const chain = numbers.get(name) ?? numbers.size
    numbers.set(name, chain)
    return { chain }
  }
}

/** The worst of several answers. */
export const worst = (answers: Iterable<Found>): Found => {
  let result: Found = "found"
  for (const answer of answers) {
    if (answer === "none") return "none"
    if (answer === "unknown") result = "unknown"
  }
  return result
}
