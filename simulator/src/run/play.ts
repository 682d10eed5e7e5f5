import { randomFrom, mixed } from "../random.ts"
import { chooser } from "./choose.ts"
import { type Decision, type Schedule } from "./decision.ts"
import { heal } from "./heal.ts"
import type { Path } from "./path.ts"
import type { Plan } from "./plan.ts"
import { makeWorld, type World } from "./world.ts"

/** What a run was. */
export interface Run {
  readonly schedule: Schedule
  readonly path: Path
  readonly steps: number
  readonly simulatedMillis: number
}

const finish = (world: World, schedule: Schedule): Run => {
  if (world.path.violation === undefined) heal(world)
  return { schedule, path: world.path, steps: world.steps(), simulatedMillis: world.elapsedMillis() }
}

/** Runs what a seed decides. */
export const explore = (plan: Plan, seed: number): Run => {
  const world = makeWorld(plan, seed)
  const random = randomFrom(mixed(seed, 0x5eed))
  const choose = chooser(world, random)
  const decisions: Decision[] = []
  const length = Math.ceil(plan.decisions * (0.1 + 0.9 * random()))
  while (decisions.length < length && world.path.violation === undefined) {
    const decision = choose()
    if (world.apply(decision)) decisions.push(decision)
    else if (world.path.violation !== undefined) decisions.push(decision)
    else if (random() < 0.001) break
  }
  return finish(world, { seed, decisions })
}

/** Runs a schedule. */
export const play = (plan: Plan, schedule: Schedule): Run => {
  const world = makeWorld(plan, schedule.seed)
  for (const decision of schedule.decisions) world.apply(decision)
  return finish(world, schedule)
}
