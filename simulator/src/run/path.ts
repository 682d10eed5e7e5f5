import type { Followed, Happening } from "@lockstep/checker"
import { beside, telling } from "../trap.ts"
import type { Plan, PromiseName, Violation } from "./plan.ts"

/** A promise that was not kept. */
export interface Deviation {
  readonly promise: PromiseName
  readonly reason: string
}

/** The way that a run takes through the states of its model, with what was found on it. */
export interface Path {
  beginnings: readonly Int32Array[]
  state: Int32Array
  /** The steps so far, if the plan keeps them. */
  readonly steps: Followed[]
  violation: Violation | undefined
  readonly reached: Set<string>
  readonly fired: Map<string, number>
  /** All ways on from here by a happening: none if the model has no such step. */
  readonly after: (happening: Happening) => readonly Followed[]
  /** Goes on to a state, and looks at the properties there. */
  readonly take: (followed: Followed) => void
  readonly deviate: (deviation: Deviation | undefined) => void
}

/** The beginning of a way. */
export const makePath = ({ follower, keepsAll }: Plan): Path => {
  const beginnings = follower.beginnings()
  const [state] = beginnings
  if (state === undefined) throw new Error("the model has no beginning")
  const path: Path = {
    ...{ beginnings, state, steps: [], violation: undefined, reached: new Set(), fired: new Map() },
    after: (happening) => telling(() => follower.after(path.state, happening)),
    take(followed) {
      const before = path.state
      if (followed.state === before) return
      path.state = followed.state
      if (keepsAll) path.steps.push(followed)
      const { handler } = followed
      if (handler !== undefined && !followed.ignored) path.fired.set(handler, (path.fired.get(handler) ?? 0) + 1)
      const broken = beside(() => follower.broken(before, followed.state))
      if (broken !== undefined) path.violation ??= { ...broken, reason: "" }
      for (const { name, holds } of follower.goals)
        if (!path.reached.has(name) && holds(followed.state)) path.reached.add(name)
      follower.at(followed.state)
    },
    deviate(deviation) {
      if (deviation !== undefined)
        path.violation ??= { kind: "runtime", name: deviation.promise, reason: deviation.reason }
    },
  }
  return path
}
