import { followModel } from "@lockstep/checker"
import type { AnyModel } from "@lockstep/language"
import * as shipped from "@lockstep/runtime"
import type { ProtocolLibrary, TimerDuration } from "@lockstep/runtime"
import { type FaultName, faultsOf, relaxed } from "./model/relaxed.ts"
import type { Runtime } from "./node/life.ts"
import type { Schedule } from "./run/decision.ts"
import { explore, play, type Run } from "./run/play.ts"
import type { Plan } from "./run/plan.ts"
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
  /** Another runtime than the one that ships: for tests of this simulator. */
  readonly runtime?: Runtime
}

const usualDecisions = 120
/** The memory of a follower grows with every state that it has met: after so many runs it begins anew. */
const runsOfFollower = 100

const usualTimers = ({ protocol }: AnyModel): Plan["timers"] =>
  Object.fromEntries(
    Object.values(protocol.roles)
      .flatMap(({ definition }) => Object.keys(definition.timers ?? {}))
      .map((timer): [string, TimerDuration] => [timer, timer === "heartbeat" ? 50 : [150, 300]]),
  )

/** Runs of a simulation, each a function of its seed or its schedule. */
export interface Simulator {
  readonly explore: (seed: number) => Run
  readonly play: (schedule: Schedule) => Run
  readonly faults: ReadonlySet<FaultName>
}

/** Prepares a simulation. What a run asks of anything but its seed fails it. */
export const simulator = (simulation: Simulation): Simulator => {
  const { model, library, timers = {}, faults = faultsOf(model), decisions = usualDecisions } = simulation
  const { runtime = shipped } = simulation
  const bounded = relaxed(model)
  const fresh = (): Plan => ({
    ...{ model, relaxed: bounded, follower: followModel(bounded), library, runtime, faults, decisions },
    timers: { ...usualTimers(model), ...timers },
  })
  let plan = fresh()
  let runs = 0
  const next = (): Plan => {
    if (++runs % runsOfFollower === 0) plan = fresh()
    return plan
  }
  return {
    explore: (seed) => trapping(() => explore(next(), seed)),
    play: (schedule) => trapping(() => play(next(), schedule)),
    faults,
  }
}
