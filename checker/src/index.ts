export { check } from "./check.ts"
export { type Checkable, checkableOf, type Source } from "./machine/load.ts"
export type { CheckOptions } from "./options.ts"
export * from "./report.ts"
