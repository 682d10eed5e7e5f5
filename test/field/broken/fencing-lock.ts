import { library as whole } from "../../../examples/generated/fencing-lock/library.ts"
import { breakRole } from "./break.ts"

/** The lock forgets which tokens it has issued: each lease has the same one. */
export const library = breakRole(
  whole,
  "lock",
  (step) => (state, input, situation) => step({ ...state, issued: 0 }, input, situation),
)
