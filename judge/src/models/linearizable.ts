import { realTime } from "../precedence.ts"
import type { MayPrecede } from "./outlook.ts"
import { oneOrder } from "./one-order.ts"
import type { Rule } from "./rule.ts"

/** The other of two operations may come first unless it began after this one had ended. */
const inTime: MayPrecede = (operation, other) => other.begin <= operation.end

/** One order for all, in which an operation comes after every other that ended before it began. */
export const linearizable: Rule = (question, meter) => oneOrder(question, realTime(question.operations), inTime, meter)
