import { library as whole } from "../../../examples/generated/two-phase-commit/library.ts"
import { breakRole } from "./break.ts"

/** Who says yes takes it for granted that the others do. */
export const library = breakRole(whole, "participants", (step) => (state, input, situation) => {
  const outcome = step(state, input, situation)
  const saysYes = input.kind === "result" && input.result === "yes" && outcome.kind === "outcome"
  return saysYes ? { ...outcome, state: { ...outcome.state, decision: "commit" } } : outcome
})
