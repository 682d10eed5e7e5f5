export * from "./codec/index.ts"
export * from "./collections/index.ts"
export * from "./value.ts"
