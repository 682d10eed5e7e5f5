import { openWalk, type Snapshot, type SpecFault, type StepLabel, type Walk, type WalkStep } from "@lockstep/checker"
import type { Instance } from "../load/models.ts"
import { stepChanges } from "../trace/changes.ts"
import { showValue } from "../trace/values.ts"
import { numbered } from "./identity.ts"
import { memory } from "./memory.ts"

/** A state that a step leads to, with what one says of the step. */
export interface Move {
  readonly id: string
  /** Absent where a behaviour begins. */
  readonly label?: StepLabel
  readonly state: Int32Array
  readonly snapshot: Snapshot
  readonly changes: readonly string[]
}

/** A state on a path, and the one before it. */
export interface Spot extends Move {
  readonly before?: Spot
}

/** Steps along the paths of a model. */
export interface Walker {
  readonly instance: Instance
  readonly walk: Walk
  /** What can happen in a state; without one, how a behaviour can begin. */
  readonly movesFrom: (spot: Spot | undefined) => readonly Move[] | SpecFault
}

/** A mistake of the spec is no list of steps, and no walk. */
export const isFault = (value: object): value is SpecFault => "fix" in value

/** How many states are remembered with their successors: those on the paths that are looked at. */
const remembered = 200

const shownLanes = (snapshot: Snapshot): string =>
  snapshot.map(({ name, value }) => `${name} ${showValue(value)}`).join("\n")

/** Begins to walk through an instance. */
export const openWalker = (instance: Instance): Walker | SpecFault => {
  const walk = openWalk(instance.model)
  if (isFault(walk)) return walk
  const known = memory<readonly Move[] | SpecFault>(remembered)

  const begun = (state: Int32Array) => {
    const snapshot = walk.snapshot(state)
    return { state, snapshot, changes: [], text: shownLanes(snapshot) }
  }

  const moved = (before: Snapshot, { label, state, told }: WalkStep) => {
    const snapshot = walk.snapshot(state)
    const changes = stepChanges(before, { label, after: snapshot, told: told() })
    const { kind, node = "", name, detail = "", from = "" } = label
    return { label, state, snapshot, changes, text: showValue([kind, node, name, detail, from, changes]) }
  }

  const beginnings = (): readonly Move[] | SpecFault => {
    const states = walk.beginnings()
    return isFault(states) ? states : numbered(states.map(begun))
  }

  const successors = ({ state, snapshot }: Move): readonly Move[] | SpecFault => {
    const steps = walk.steps(state)
    return isFault(steps) ? steps : numbered(steps.map((step) => moved(snapshot, step)))
  }

  return {
    instance,
    walk,
    movesFrom: (spot) =>
      spot === undefined ? known("", beginnings) : known(spot.state.join(), () => successors(spot)),
  }
}
