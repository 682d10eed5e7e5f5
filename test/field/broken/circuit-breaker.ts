import { library as whole } from "../../../examples/generated/circuit-breaker/library.ts"
import { breakRole } from "./break.ts"

const isHalfOpen = (circuit: unknown): boolean =>
  typeof circuit === "object" && circuit !== null && "is" in circuit && circuit.is === "half open"

/** While the probe is on its way, others are let through too. */
export const library = breakRole(
  whole,
  "breaker",
  (step) => (state, input, situation) =>
    input.kind === "call" && isHalfOpen(state["circuit"])
      ? step({ ...state, circuit: { is: "open", until: 0 } }, input, situation)
      : step(state, input, situation),
)
