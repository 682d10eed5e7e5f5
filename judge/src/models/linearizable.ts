import { realTime } from "../precedence.ts"
import { oneOrder } from "./one-order.ts"
import type { Rule } from "./rule.ts"

/** One order for all, in which an operation comes after every other that ended before it began. */
export const linearizable: Rule = (question, meter) => oneOrder(question, realTime(question.operations), meter)
