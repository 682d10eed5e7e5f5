export { type Checkable, type CheckOptions, check } from "./check.ts"
export * from "./report.ts"
