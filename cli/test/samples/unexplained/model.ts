export { lax } from "../mutated/model.ts"
