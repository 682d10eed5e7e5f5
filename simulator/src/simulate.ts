import { followModel, type Trace } from "@lockstep/checker"
import type { AnyModel } from "@lockstep/language"
import * as shipped from "@lockstep/runtime"
import type { ProtocolLibrary, TimerDuration } from "@lockstep/runtime"
import { liftedTrace, withFaultsOf } from "./model/lifted.ts"
import { type FaultName, faultsOf, relaxed } from "./model/relaxed.ts"
import type { Runtime } from "./node/life.ts"
import type { Schedule } from "./run/decision.ts"
import { explore, play, type Run } from "./run/play.ts"
import type { Plan } from "./run/plan.ts"
import { shrunk } from "./shrink.ts"
import { trapping } from "./trap.ts"

/** What is simulated, and how. */
export interface Simulation {
  readonly model: AnyModel
  /** The library that was generated from the model's protocol. */
  readonly library: ProtocolLibrary
  /** The faults that strike; left out, those that the model says its protocol stands. */
  readonly faults?: ReadonlySet<FaultName>
  /** How long timers run; left out, 150 to 300 milliseconds, and 50 for one that is called heartbeat. */
  readonly timers?: { readonly [timer: string]: TimerDuration }
  /** How many decisions a run has at most before it is healed. */
  readonly decisions?: number
  /** One run in so many is healed at its end, and must then answer everybody. */
  readonly healsOneIn?: number
  /** Another runtime than the one that ships: for tests of this simulator. */
  readonly runtime?: Runtime
}

const usualDecisions = 800
/** A follower remembers every state that it has met: with so many parts of states it begins anew. */
const mostComponents = 400_000

const usualTimers = ({ protocol }: AnyModel): Plan["timers"] =>
  Object.fromEntries(
    Object.values(protocol.roles)
      .flatMap(({ definition }) => Object.keys(definition.timers ?? {}))
      .map((timer): [string, TimerDuration] => [timer, timer === "heartbeat" ? 50 : [150, 300]]),
  )

/** A run as the checker tells of a trace. */
export interface Lifted {
  readonly trace: Trace
  /** The model with the faults that are in the trace. */
  readonly model: AnyModel
  /** After how many steps everything was healed, in a run that came so far. */
  readonly healedAfter: number | undefined
}

/** Runs of a simulation, each a function of its seed or its schedule. */
export interface Simulator {
  readonly explore: (seed: number) => Run
  readonly play: (schedule: Schedule, heals?: boolean) => Run
  /** The same failure by fewer decisions. */
  readonly shrink: (failed: Run) => Run
  readonly lift: (run: Run) => Lifted
  readonly faults: ReadonlySet<FaultName>
  readonly model: AnyModel
}

/** Prepares a simulation. What a run asks of anything but its seed fails it. */
export const simulator = (simulation: Simulation): Simulator => {
  const { model, library, timers = {}, faults = faultsOf(model), decisions = usualDecisions } = simulation
  const { healsOneIn = 10 } = simulation
  const { runtime = shipped } = simulation
  const bounded = relaxed(model)
  const fresh = (keepsAll = false): Plan => ({
    ...{ model, relaxed: bounded, library, runtime, faults, decisions, healsOneIn, keepsAll },
    follower: followModel(bounded, keepsAll),
    timers: { ...usualTimers(model), ...timers },
  })
  let plan = fresh()
  const next = (): Plan => {
    if (plan.follower.machine.components.count() > mostComponents) plan = fresh()
    return plan
  }
  const replay = (schedule: Schedule, heals = true): Run => trapping(() => play(next(), schedule, heals))
  return {
    explore: (seed) => trapping(() => explore(next(), seed)),
    play: replay,
    shrink: (failed) => shrunk(failed, (schedule) => replay(schedule, failed.isHealed)),
    lift({ schedule, isHealed }) {
      const again = fresh(true)
      const run = trapping(() => play(again, schedule, isHealed))
      const trace = liftedTrace(again, run)
      return { trace, model: withFaultsOf(again, trace), healedAfter: isHealed ? run.stepsBefore : undefined }
    },
    faults,
    model,
  }
}
