import { List } from "@lockstep/runtime"
import { library as whole } from "../../../examples/generated/raft/library.ts"
import { becomes, breakRole } from "./break.ts"

/** A crash takes its log: when all crash at once, what was committed is gone. */
export const library = breakRole(
  whole,
  "servers",
  (step) => (state, input, situation) =>
    input.kind === "recover" ? becomes({ ...state, log: List.of() }) : step(state, input, situation),
)
