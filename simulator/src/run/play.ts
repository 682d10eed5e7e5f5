import { below, mixed, randomFrom } from "../random.ts"
import { chooser } from "./choose.ts"
import type { Decision, Schedule } from "./decision.ts"
import { heal } from "./heal.ts"
import type { Path } from "./path.ts"
import type { Plan } from "./plan.ts"
import { makeWorld, type World } from "./world.ts"

/** What a run was. */
export interface Run {
  readonly schedule: Schedule
  readonly path: Path
  /** How many inputs the nodes have taken. */
  readonly steps: number
  readonly simulatedMillis: number
  /** Whether it came so far that everything was healed. */
  readonly isHealed: boolean
  /** How many of the steps that its path keeps came before that. */
  readonly stepsBefore: number
}

const finish = (world: World, schedule: Schedule, heals: boolean): Run => {
  const { path } = world
  const isHealed = heals && path.violation === undefined
  const stepsBefore = path.steps.length
  if (isHealed) heal(world)
  return { schedule, path, steps: world.steps(), simulatedMillis: world.elapsedMillis(), isHealed, stepsBefore }
}

/** After so many decisions that were not possible, nothing more is. */
const patience = 1_000

/** How much shorter than the longest run the shortest is: each order of magnitude is as likely as the next. */
const shortest = 0.02

/** Runs what a seed decides. */
export const explore = (plan: Plan, seed: number): Run => {
  const world = makeWorld(plan, seed)
  const random = randomFrom(mixed(seed, 0x5eed))
  const length = Math.ceil(plan.decisions * shortest ** random())
  const choose = chooser(world, random, length)
  const decisions: Decision[] = []
  for (let refused = 0; decisions.length < length && refused < patience && world.path.violation === undefined;) {
    const decision = choose()
    if (decision === undefined) break
    if (world.apply(decision)) decisions.push(decision)
    else refused++
  }
  return finish(world, { seed, decisions }, below(random, plan.healsOneIn) === 0)
}

/** Runs a schedule, and heals the world when it is over or leaves it as it is. */
export const play = (plan: Plan, schedule: Schedule, heals = true): Run => {
  const world = makeWorld(plan, schedule.seed)
  for (const decision of schedule.decisions) world.apply(decision)
  return finish(world, schedule, heals)
}
