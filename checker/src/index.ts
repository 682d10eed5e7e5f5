export * from "./report.ts"
