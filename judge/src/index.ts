export type { Budget } from "./budget.ts"
export { consistencies, judge, type Verdict } from "./judge.ts"
export type { Answered, Failed, Operation, Pending } from "./operation.ts"
export type { Consistency } from "@lockstep/language"
