import { makeCommonMemory, openCommon } from "../machine/common.ts"
import { type Checkable, machineFor } from "../machine/load.ts"
import { isOver, type Limits, tellProgress, unseen, whyStop } from "../options.ts"
import type { SpecFault, StopReason } from "../report.ts"
import { SpecTrouble } from "../store/encode.ts"
import type { Found, FoundProperty } from "./assemble.ts"
import { type Counts, loneliness, makeCrewMemory, totalCounts } from "./crew.ts"
import type { Finding } from "./explore.ts"
import { becomeMember, makeSearchMemory, type Member, type SearchMemory } from "./member.ts"
import { guardedSlice, pause } from "./slice.ts"
import { retrace } from "./trace.ts"

/** A search, seen from the thread that answers for it. */
export interface Run {
  readonly member: Member
  readonly memory: SearchMemory
  readonly counts: () => Counts
  readonly end: () => Promise<Ended>
}

/** How a search came to an end. */
export interface Ended {
  readonly stopped?: StopReason
  readonly fault?: SpecFault
}

export interface RunOptions {
  /** How many threads there may be. */
  readonly threads: number
  readonly keepWays: number
  /** Called now and then. */
  readonly onBreath?: (run: Run) => void
}

const breathMillis = 40
const progressMillis = 100

const faultOf = (error: unknown, { machine, search }: Member): SpecFault => {
  if (!(error instanceof SpecTrouble)) throw error
  const path = search.currentPath()
  return { ...error.fault, ...(path !== undefined && { trace: retrace(machine, path, search.beginnings()) }) }
}

/** Prepares a search of which this thread is the first member. */
export const startRun = (model: Checkable, limits: Limits, { threads, keepWays, onBreath }: RunOptions): Run => {
  const crew = makeCrewMemory(threads)
  const common = makeCommonMemory()
  /** What is written of a model may begin to run while the model is taken in, and never end. */
  const guard = <Value>(take: () => Value): Value => guardedSlice(take, limits.handlerMillis)
  const machine = guard(() => machineFor(model, threads > 1 ? openCommon(common, loneliness(crew)) : undefined))
  const memory = makeSearchMemory(crew, common, limits.exact ? machine.slots : undefined)
  let [breathed, reported] = [limits.began, limits.began]
  let stopped: StopReason | undefined
  let peakBytes = 0

  const counts = (): Counts => {
    const now = totalCounts(memory.crew)
    peakBytes = Math.max(peakBytes, now.bytes)
    return { ...now, bytes: peakBytes }
  }

  const look = (): void => {
    const now = counts()
    stopped ??= whyStop(now, limits)
    if (stopped !== undefined) member.crew.stop()
    onBreath?.(run)
    if (performance.now() - reported < progressMillis) return
    reported = performance.now()
    tellProgress(limits, now)
  }

  /** Progress, limits and interruptions get their turn. */
  const breathe = (): Promise<void> | undefined => {
    const isTime = performance.now() - breathed > breathMillis
    if (!isTime && !isAtLimit()) return undefined
    look()
    breathed = performance.now()
    return pause()
  }

  const isAtLimit = (): boolean => member.search.states() >= (limits.maxStates ?? Number.POSITIVE_INFINITY)

  const member = guard(() => becomeMember(machine, memory, { me: 0, keepWays, breathe, ...limits }))
  const end = async (): Promise<Ended> => {
    try {
      await member.run()
      return stopped === undefined ? {} : { stopped }
    } catch (error) {
      return { fault: faultOf(error, member) }
    } finally {
      member.crew.stop()
    }
  }
  const run: Run = { member, memory, counts, end }
  return run
}

/** What was found, with its trace where the way is known. */
export const tellFinding = (
  { member: { machine, search } }: Run,
  { property, depth, path }: Finding,
): FoundProperty => ({
  kind: property.kind,
  name: property.name,
  depth,
  ...(path && { trace: retrace(machine, path, search.beginnings()) }),
})

/**
 * Tells in full what is known to be broken: searches again, keeping every way, since the first search had forgotten them or
 * was divided among threads. Without a trace, and with what stopped it, when there is no time or room for it.
 */
export const tellBroken = async (
  model: Checkable,
  broken: FoundProperty,
  limits: Limits,
): Promise<Pick<Found, "broken" | "stopped">> => {
  const over = isOver(limits)
  if (over !== undefined) return { broken, stopped: over }
  const { maxStates: _, ...rest } = unseen(limits)
  const run = startRun(model, { ...rest, exact: true }, { threads: 1, keepWays: Number.POSITIVE_INFINITY })
  const { stopped } = await run.end()
  const finding = run.member.search.broken()
  if (finding === undefined) return { broken, ...(stopped && { stopped }) }
  return { broken: tellFinding(run, finding) }
}
