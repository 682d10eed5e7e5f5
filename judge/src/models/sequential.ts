import { sessions } from "../precedence.ts"
import { oneOrder } from "./one-order.ts"
import type { Rule } from "./rule.ts"

/** One order for all, in which each client's operations come in its own order. */
export const sequential: Rule = (question, meter) =>
  oneOrder(question, sessions(question.operations), () => true, meter)
