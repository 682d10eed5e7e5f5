export { type CheckOptions, check } from "./check.ts"
export { type Checkable, checkableOf, type Source } from "./machine/load.ts"
export * from "./report.ts"
