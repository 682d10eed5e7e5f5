import fc from "fast-check"
import type { Decision, Schedule } from "./run/decision.ts"
import type { Run } from "./run/play.ts"

/** How many schedules are tried to make a failure smaller: a number and no time, so that every machine ends with the same. */
const mostAttempts = 2_000

/** The smallest schedule that fast-check finds to break the same promise or property, and the run that it is. */
export const shrunk = (failed: Run, play: (schedule: Schedule) => Run): Run => {
  const { seed, decisions } = failed.schedule
  const wanted = failed.path.violation?.name
  let best = failed
  let attempts = 0
  const isWell = (subset: readonly Decision[]): boolean => {
    if (attempts++ > mostAttempts) return true
    const run = play({ seed, decisions: subset })
    const isSame = run.path.violation?.name === wanted
    if (isSame && subset.length <= best.schedule.decisions.length) best = run
    return !isSame
  }
  if (decisions.length === 0) return failed
  fc.check(fc.property(fc.array(fc.constantFrom(...decisions), { maxLength: decisions.length }), isWell), {
    numRuns: 1,
    examples: [[[...decisions]]],
  })
  return best
}
