import type { Trace, TraceStep } from "@lockstep/checker"
import type { AnyModel } from "@lockstep/language"
import type { Run } from "../run/play.ts"
import type { Plan } from "../run/plan.ts"

/** A run as the checker would tell it: a way through the states of the model. */
export const liftedTrace = ({ follower }: Plan, { path }: Run): Trace => {
  const beginning = path.beginnings[0] ?? path.state
  const steps = path.steps.map((step, at): TraceStep => {
    const told = follower.told(path.steps[at - 1]?.state ?? beginning, step)
    return { label: step.label, after: follower.machine.snapshot(step.state), ...(told.length > 0 && { told }) }
  })
  return { initial: follower.machine.snapshot(beginning), steps }
}

/** The model with just as many faults as a trace has. */
export const withFaultsOf = ({ relaxed }: Plan, { steps }: Trace): AnyModel => {
  const count = (...kinds: readonly string[]): number => steps.filter(({ label }) => kinds.includes(label.kind)).length
  const { network = { kind: "bag" }, crashes } = relaxed
  return {
    ...relaxed,
    network: {
      kind: network.kind,
      ...(network.kind !== "set" && {
        loss: count("loss"),
        duplication: count("duplicate"),
        reordering: count("overtake"),
      }),
    },
    ...(crashes !== undefined && { crashes: { ...crashes, budget: count("crash", "stop", "interruption") } }),
  }
}
