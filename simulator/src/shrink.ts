import fc from "fast-check"
import type { Decision, Schedule } from "./run/decision.ts"
import type { Run } from "./run/play.ts"

/** How many schedules are tried to make a failure smaller: a number and no time, so that every machine ends with the same. */
const mostAttempts = 2_000
/** Where each of them is healed and then waits for a minute in vain, steps are what costs. */
const mostSteps = 200_000

/** Leaves out pieces of a list, from halves down to single items, as long as what remains still fails. */
const withoutPieces = <Item>(items: readonly Item[], fails: (rest: readonly Item[]) => boolean): readonly Item[] => {
  let left = items
  for (let size = items.length >> 1; size > 0; size >>= 1)
    for (let at = 0; at < left.length;) {
      const rest = left.toSpliced(at, size)
      if (fails(rest)) left = rest
      else at += size
    }
  return left
}

/** Leaves out two items at once, such as a message and the answer to it, until no two can go. */
const withoutPairs = <Item>(items: readonly Item[], fails: (rest: readonly Item[]) => boolean): readonly Item[] => {
  for (let first = 0; first < items.length; first++)
    for (let second = first + 1; second < items.length; second++) {
      const rest = items.filter((_, at) => at !== first && at !== second)
      if (fails(rest)) return withoutPairs(rest, fails)
    }
  return items
}

/**
 * The smallest schedule that is found to break the same promise or property, and the run that it is. Most of a long schedule goes in pieces, from
 * anywhere; fast-check, which tries more and takes lists apart from their beginning, has the rest.
 */
export const shrunk = (failed: Run, play: (schedule: Schedule) => Run): Run => {
  const { seed, decisions } = failed.schedule
  const wanted = failed.path.violation?.name
  let best = failed
  let attempts = 0
  let steps = 0
  const fails = (subset: readonly Decision[]): boolean => {
    if (attempts++ > mostAttempts || steps > mostSteps) return false
    const run = play({ seed, decisions: subset })
    steps += run.steps
    const isSame = run.path.violation?.name === wanted
    if (isSame && subset.length <= best.schedule.decisions.length) best = run
    return isSame
  }
  const few = withoutPairs(withoutPieces(decisions, fails), fails)
  if (few.length === 0) return best
  fc.check(
    fc.property(fc.array(fc.constantFrom(...few), { maxLength: few.length }), (subset) => !fails(subset)),
    { numRuns: 1, examples: [[[...few]]] },
  )
  return best
}
