import type { Checkable } from "./machine/load.ts"
import { type CheckOptions, limitsOf, unseen } from "./options.ts"
import type { Trace } from "./report.ts"
import { type Run, startRun, tellFinding } from "./search/run.ts"

/**
 * The shortest way to a goal of a model or an algorithm; nothing where it cannot be reached, or time or memory ran out. One thread
 * searches until it is there, and keeps every way: `check` forgets them where there are many.
 *
 * ```ts
 * const trace = await wayTo(threeServers, "elected")
 * console.log(trace?.steps.map(({ label }) => label.name))
 * ```
 */
export const wayTo = async (model: Checkable, goal: string, options: CheckOptions = {}): Promise<Trace | undefined> => {
  const stopThere = ({ member: { crew, search } }: Run): void => {
    if (search.reached().has(goal)) crew.stop()
  }
  const limits = { ...unseen(limitsOf(options)), exact: true }
  const run = startRun(model, limits, { threads: 1, keepWays: Number.POSITIVE_INFINITY, onBreath: stopThere })
  await run.end()
  const found = run.member.search.reached().get(goal)
  return found && tellFinding(run, found).trace
}
