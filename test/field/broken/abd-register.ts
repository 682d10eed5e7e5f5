import { library as whole } from "../../../examples/generated/abd-register/library.ts"
import { becomes, breakRole } from "./break.ts"

/** A crash takes its version: when all crash at once, what was written is gone. */
export const library = breakRole(
  whole,
  "servers",
  (step) => (state, input, situation) =>
    input.kind === "recover"
      ? becomes({ ...state, version: { tag: [0, null], value: null } })
      : step(state, input, situation),
)
