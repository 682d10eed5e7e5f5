import type { AnyState, Input } from "@lockstep/runtime"
import { library as whole } from "../../../examples/generated/order-saga/library.ts"
import { breakRole } from "./break.ts"

const isRefused = (input: Input): input is Extract<Input, { kind: "result" }> =>
  input.kind === "result" && input.activity === "ship" && input.result === "refused"

/** The boundary where the stages of a state gain their type. */
const stagesOf = (state: AnyState) => state["stages"] as { set(order: unknown, stage: string): unknown }

/** What cannot be shipped counts as refunded, though nobody has refunded it. */
export const library = breakRole(whole, "orders", (step) => (state, input, situation) => {
  if (!isRefused(input)) return step(state, input, situation)
  const refunding = { ...state, stages: stagesOf(state).set(input.request, "refunding") }
  return step(refunding, { ...input, activity: "refund", result: "refunded" }, situation)
})
