import { library as whole } from "../../../examples/generated/abd-register/library.ts"
import { breakRole } from "./break.ts"

/** It says that it has stored what it has not. */
export const library = breakRole(whole, "servers", (step) => (state, input, situation) => {
  const outcome = step(state, input, situation)
  const isAsked = input.kind === "message" && input.message.type === "Store"
  return isAsked && outcome.kind === "outcome" ? { ...outcome, state } : outcome
})
