import type { Checkable } from "../machine/load.ts"
import type { Coverage } from "../machine/machine.ts"
import { type Limits, tellProgress, whyStop } from "../options.ts"
import type { BoundProperties } from "../property/properties.ts"
import type { StopReason } from "../report.ts"
import { tellBroken } from "./alone.ts"
import type { Found, FoundProperty } from "./assemble.ts"
import type { Team } from "./team.ts"

const mostFired = (all: readonly (readonly Coverage[])[]): Coverage[] =>
  (all[0] ?? []).map(({ handler }, index) => ({
    handler,
    fired: Math.max(...all.map((one) => one[index]?.fired ?? 0)),
  }))

const leastDepths = (all: readonly FoundProperty[]): readonly FoundProperty[] =>
  all.filter(
    (one) =>
      !all.some(
        (other) =>
          other.name === one.name &&
          (other.depth < one.depth || (other.depth === one.depth && all.indexOf(other) < all.indexOf(one))),
      ),
  )

/** Lets several threads explore; `undefined` when one of them met a mistake in the spec, which one thread alone tells in full. */
export const exploreTogether = async (
  model: Checkable,
  team: Team,
  properties: BoundProperties,
  limits: Limits,
): Promise<Found | undefined> => {
  let stopped: StopReason | undefined
  const { counts, results } = await team.explore((sofar) => {
    tellProgress(limits, sofar)
    stopped ??= whyStop(sofar, limits)
    return stopped !== undefined
  })
  if (results.some(({ ended }) => ended === "faulty")) return undefined
  const [broken] = results.flatMap((one) => one.broken ?? []).sort((left, right) => left.depth - right.depth)
  return {
    counts,
    coverage: mostFired(results.map(({ coverage }) => coverage)),
    workers: results.length,
    properties,
    reached: leastDepths(results.flatMap(({ reached }) => reached)),
    broken: broken && (await tellBroken(model, broken, limits)),
    ...(stopped !== undefined && broken === undefined && { stopped }),
  }
}
