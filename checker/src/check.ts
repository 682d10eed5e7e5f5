import { availableParallelism } from "node:os"
import type { Checkable } from "./machine/load.ts"
import { type CheckOptions, type Limits, limitsOf } from "./options.ts"
import type { Report } from "./report.ts"
import { type Ended, exploreAlone, foundAlone, startRun } from "./search/alone.ts"
import { assemble, type Found } from "./search/assemble.ts"
import { pause } from "./search/slice.ts"
import { gatherTeam, type Team } from "./search/team.ts"
import { exploreTogether } from "./search/together.ts"
import { SpecTrouble } from "./store/encode.ts"

const alone = async (model: Checkable, limits: Limits): Promise<Found> => {
  const run = startRun(model, limits)
  return foundAlone(model, run, limits, await exploreAlone(run, limits))
}

/** Explores alone while a team is called, until it is there; a small model is done before. */
const withTeam = async (model: Checkable, limits: Limits, gather: (slots: number) => Team): Promise<Found> => {
  const run = startRun(model, limits)
  let team = limits.aloneStates === 0 ? gather(run.machine.slots) : undefined
  const waits = team !== undefined
  while (waits && !team?.isReady()) await pause()
  const ended: Ended = waits
    ? { relieved: true }
    : await exploreAlone(run, limits, (states) => {
        if (states >= limits.aloneStates) team ??= gather(run.machine.slots)
        return team?.isReady() ?? false
      })
  if (ended.relieved && team !== undefined)
    return (await exploreTogether(model, team, run.properties, limits)) ?? alone(model, limits)
  await team?.dismiss()
  return foundAlone(model, run, limits, ended)
}

const find = async (model: Checkable, limits: Limits): Promise<Found> => {
  const workers = limits.workers ?? availableParallelism()
  const { source } = limits
  if (workers < 2 || source === undefined) return alone(model, limits)
  return withTeam(model, limits, (slots) => gatherTeam({ ...limits, source, workers, slots }))
}

/** A model that cannot even begin. */
const stillborn = (error: SpecTrouble): Found => ({
  counts: { states: 0, transitions: 0, depth: 0, queue: 0, bytes: 0, cut: 0, handlerRuns: 0 },
  coverage: [],
  workers: 1,
  properties: undefined,
  reached: [],
  broken: undefined,
  fault: error.fault,
})

/**
 * Explores a model or an algorithm to its end, or to a limit, and says what it found.
 *
 * ```ts
 * const report = await check(threeServers, { timeoutMillis: 60_000 })
 * if (report.verdict === "violated") console.log(report.properties.find(({ outcome }) => outcome === "broken"))
 * ```
 */
export const check = async (model: Checkable, options: CheckOptions = {}): Promise<Report> => {
  const limits = limitsOf(options)
  const finish = (found: Found): Report => assemble(found, limits.exact, (performance.now() - limits.began) / 1000)
  try {
    return finish(await find(model, limits))
  } catch (error) {
    if (error instanceof SpecTrouble) return finish(stillborn(error))
    throw error
  }
}
