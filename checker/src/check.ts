import { availableParallelism } from "node:os"
import type { Checkable } from "./machine/load.ts"
import type { Coverage } from "./machine/machine.ts"
import { type CheckOptions, type Limits, limitsOf, unseen } from "./options.ts"
import type { Report, SpecFault } from "./report.ts"
import { assemble, type Found, type FoundProperty } from "./search/assemble.ts"
import { noCounts } from "./search/crew.ts"
import { type Run, startRun, tellBroken, tellFinding } from "./search/run.ts"
import { pause } from "./search/slice.ts"
import { gatherTeam, type Team } from "./search/team.ts"
import type { WorkerResult } from "./search/worker.ts"
import { SpecTrouble } from "./store/encode.ts"

const keptWays = 500_000

/** Of what each thread has run, the most: what none of them has seen is what nobody has. */
const mostCovered = (all: readonly (readonly Coverage[])[]): Coverage[] =>
  (all[0] ?? []).map(({ handler, answered }, index) => {
    const most = (count: "fired" | "answered"): number => Math.max(...all.map((one) => one[index]?.[count] ?? 0))
    return { handler, fired: most("fired"), ...(answered !== undefined && { answered: most("answered") }) }
  })

/** Of what several threads found, each property once, where it was least deep. */
const leastDepths = (all: readonly FoundProperty[]): readonly FoundProperty[] => {
  const sorted = all.toSorted((left, right) => left.depth - right.depth)
  return sorted.filter(({ name }, index) => sorted.findIndex((other) => other.name === name) === index)
}

/** Calls a team when there is enough to do; nobody comes to a search that is small. */
const withTeam = async (
  model: Checkable,
  limits: Limits,
  gather: (run: Run) => Team | undefined,
  threads: number,
): Promise<{
  readonly run: Run
  readonly ended: Awaited<ReturnType<Run["end"]>>
  readonly results: readonly WorkerResult[]
}> => {
  let team: Team | undefined
  const lost = { somebody: false, member: false }
  /** Without one of its members no meeting of a crew ever ends; who has not asked to join is not missed. */
  const endIfMissed = ({ member: { crew } }: Run): void => {
    lost.somebody = true
    lost.member = !crew.isAlone() || crew.waiting() > 0
    if (lost.member) crew.stop()
  }
  const call = (run: Run): void => {
    if (team !== undefined || performance.now() - limits.began < limits.aloneMillis) return
    team = gather(run)
    team?.results.catch(() => endIfMissed(run))
  }
  const run = startRun(model, limits, { threads, keepWays: keptWays, onBreath: call })
  const { crew } = run.member
  if (limits.aloneMillis === 0) call(run)
  while (team !== undefined && crew.waiting() < threads - 1 && !lost.somebody) await pause()
  const ended = await run.end()
  const results = crew.isAlone() && !lost.member ? [] : await team?.results
  await team?.dismiss()
  return { run, ended, results: results ?? [] }
}

const find = async (model: Checkable, limits: Limits): Promise<Found> => {
  const { source } = limits
  const threads = source === undefined ? 1 : (limits.workers ?? availableParallelism())
  const gather = ({ memory }: Run): Team | undefined =>
    source && threads > 1 ? gatherTeam(threads - 1, { ...limits, source, memory }) : undefined
  const { run, ended, results } = await withTeam(model, limits, gather, threads)
  const { search, machine, properties, samples } = run.member
  const own = ended.fault?.trace === undefined && results.length > 0 ? ended.fault : undefined
  const fault = own ?? results.find((one) => one.fault !== undefined)?.fault
  if (fault !== undefined) return findAgain(model, limits, fault)
  const brokenHere = search.broken()
  const [broken] = leastDepths(
    [brokenHere && tellFinding(run, brokenHere), ...results.map((one) => one.broken)].flatMap((one) => one ?? []),
  )
  return {
    counts: run.counts(),
    coverage: mostCovered([machine.coverage(), ...results.map(({ coverage }) => coverage)]),
    workers: 1 + results.length,
    hasRenamings: machine.renamings.length > 0,
    properties,
    reached: leastDepths([
      ...[...search.reached().values()].map((finding) => tellFinding(run, finding)),
      ...results.flatMap(({ reached }) => reached),
    ]),
    ...ended,
    ...(broken === undefined || broken.trace ? { broken } : await tellBroken(model, broken, limits)),
    ...(ended.stopped && { growing: samples.growing(machine.snapshot) }),
  }
}

/** What one thread has gone through to the end was not endless for several: something else kept the machine busy. */
const isRefuted = ({ code }: SpecFault, { stopped }: Found): boolean => code === "endless" && stopped === undefined

/** Looks for a mistake with one thread, which tells it in full. Where it meets none, the spec is not the same each time. */
const findAgain = async (model: Checkable, limits: Limits, fault: SpecFault): Promise<Found> => {
  const again = await find(model, { ...unseen(limits), workers: 1 })
  const isMet = again.fault !== undefined || again.broken !== undefined
  return isMet || isRefuted(fault, again) ? again : { ...again, fault }
}

/** A model that cannot even begin. */
const stillborn = (error: SpecTrouble): Found => ({
  counts: noCounts,
  coverage: [],
  workers: 1,
  hasRenamings: false,
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
