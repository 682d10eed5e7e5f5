import type { SpecFault } from "@lockstep/checker"
import type { FaultView, StateView, TraceView } from "@lockstep/explorer"
import type { Locator } from "../source/locate.ts"
import { blockedAt } from "./blocked/blocked.ts"
import { envelopesIn } from "../trace/snapshot.ts"
import { lanesOf, messageView } from "./lanes.ts"
import { follow } from "./path.ts"
import { propertiesAt } from "./properties.ts"
import { stepView } from "./steps.ts"
import { isFault, type Spot, type Walker } from "./walker.ts"

/** More steps than this from one state nobody reads; a filter finds among those that are listed. */
const mostSteps = 300

const faultView = ({ code, handler, reason, fix }: SpecFault): FaultView => ({
  code,
  reason: `${handler}: ${reason}`,
  fix,
})

const nowhere = { key: "", lanes: [], network: [], properties: [], steps: [], untold: 0, blocked: [], isWithin: false }

const stepsFrom = (
  walker: Walker,
  spot: Spot | undefined,
  locator: Locator,
): Pick<StateView, "steps" | "untold" | "fault"> => {
  const moves = walker.movesFrom(spot)
  if (isFault(moves)) return { steps: [], untold: 0, fault: faultView(moves) }
  const listed = moves.slice(0, mostSteps)
  return { steps: listed.map((move) => stepView(walker, spot, move, locator)), untold: moves.length - listed.length }
}

const stateView = (walker: Walker, spot: Spot | undefined, locator: Locator): StateView => {
  if (spot === undefined) return { ...nowhere, isWithin: true, ...stepsFrom(walker, undefined, locator) }
  const { before, state, snapshot } = spot
  const moves = walker.movesFrom(spot)
  return {
    key: state.join(),
    lanes: lanesOf(walker.instance.model, snapshot, before?.snapshot),
    network: envelopesIn(snapshot).map(messageView),
    properties: propertiesAt(walker, spot, locator),
    ...stepsFrom(walker, spot, locator),
    blocked: isFault(moves) ? [] : blockedAt(walker.instance, spot, moves, locator),
    isWithin: walker.walk.isWithin(state),
    ...(spot.label !== undefined && { step: stepView(walker, before, spot, locator) }),
  }
}

/** The states on a path, from the one behind `from` steps on. */
export const traceView = (walker: Walker, path: readonly string[], from: number, locator: Locator): TraceView => {
  const { spots, refused, fault } = follow(walker, path)
  const states = spots.slice(from).map((spot) => stateView(walker, spot, locator))
  return {
    states: fault !== undefined && spots.length === 0 ? [{ ...nowhere, fault: faultView(fault) }] : states,
    ...(refused !== undefined && { refused }),
  }
}
