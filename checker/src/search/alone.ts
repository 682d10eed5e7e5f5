import { type Checkable, machineFor } from "../machine/load.ts"
import type { Machine } from "../machine/machine.ts"
import { isOver, type Limits, tellProgress, whyStop } from "../options.ts"
import { bindProperties } from "../property/properties.ts"
import type { SpecFault, StopReason } from "../report.ts"
import { SpecTrouble } from "../store/encode.ts"
import { makeTreeMemory } from "../store/tree.ts"
import { makeVisitedMemory, openVisited } from "../store/visited.ts"
import type { Found, FoundProperty } from "./assemble.ts"
import type { Counts } from "./crew.ts"
import { explore, type Finding, type Search } from "./explore.ts"
import { makeFrontier } from "./frontier.ts"
import { keysFor } from "./keys.ts"
import { guardedSlice, pause } from "./slice.ts"
import { retrace } from "./trace.ts"

/** A search by one thread. */
export interface Run {
  readonly machine: Machine
  readonly search: Search
  readonly properties: ReturnType<typeof bindProperties>
  /** The most that the search has kept. */
  peakBytes: number
}

const sliceMillis = 50
const progressMillis = 100
const waysKept = 500_000

/** Prepares a search; it keeps the way to each of so many states. */
export const startRun = (
  model: Checkable,
  { exact, seed }: { readonly exact: boolean; readonly seed: number },
  keepWays = waysKept,
): Run => {
  const machine = machineFor(model)
  const properties = bindProperties(machine)
  const keys = keysFor(machine, {
    tree: exact ? makeTreeMemory(machine.slots, "alone") : undefined,
    use: "alone",
    seed,
  })
  const visited = openVisited(makeVisitedMemory("alone"), "alone")
  const frontier = makeFrontier(keys.width)
  const search = explore(machine, { keys, visited, frontier, keepWays, properties })
  return { machine, properties, search, peakBytes: 0 }
}

const countsOf = ({ machine, search }: Run): Counts => ({
  states: search.states(),
  transitions: search.transitions(),
  depth: search.depth(),
  queue: search.queue(),
  bytes: search.bytes(),
  cut: search.cut(),
  handlerRuns: machine.handlerRuns(),
})

/** How a search by one thread came to an end; `relieved` when it was to go on only until somebody else does. */
export interface Ended {
  readonly stopped?: StopReason
  readonly fault?: SpecFault
  readonly relieved?: boolean
}

const faultOf = (error: unknown, { machine, search }: Run): SpecFault => {
  if (!(error instanceof SpecTrouble)) throw error
  const path = search.currentPath()
  return { ...error.fault, ...(path !== undefined && { trace: retrace(machine, path) }) }
}

/** Explores slice by slice, so that progress, limits and interruptions get their turn. */
export const exploreAlone = async (
  run: Run,
  limits: Limits,
  isRelieved: (states: number) => boolean = () => false,
): Promise<Ended> => {
  let reported = limits.began
  for (;;) {
    try {
      if (guardedSlice(() => run.search.advance(sliceMillis, limits.maxStates), limits.handlerMillis)) return {}
    } catch (error) {
      return { fault: faultOf(error, run) }
    }
    const counts = countsOf(run)
    run.peakBytes = Math.max(run.peakBytes, counts.bytes)
    const stopped = whyStop(counts, limits)
    if (stopped !== undefined) return { stopped }
    if (performance.now() - reported >= progressMillis) {
      reported = performance.now()
      tellProgress(limits, counts)
    }
    await pause()
    if (isRelieved(counts.states)) return { relieved: true }
  }
}

const foundAt = (run: Run, { property: { kind, name }, depth, path }: Finding): FoundProperty => ({
  kind,
  name,
  depth,
  ...(path && { trace: retrace(run.machine, path) }),
})

/**
 * Tells in full what is known to be broken: searches again, keeping every way, since the first search had forgotten them or
 * was divided among threads. Without a trace when there is no time for it.
 */
export const tellBroken = async (model: Checkable, broken: FoundProperty, limits: Limits): Promise<FoundProperty> => {
  const run = startRun(model, { exact: true, seed: 0 }, Number.POSITIVE_INFINITY)
  while (isOver(limits) === undefined && run.search.bytes() < limits.memoryBytes) {
    const done = run.search.advance(sliceMillis)
    const finding = run.search.broken()
    if (finding !== undefined) return foundAt(run, finding)
    if (done) break
    await pause()
  }
  return broken
}

/** What a search by one thread came to. */
export const foundAlone = async (model: Checkable, run: Run, limits: Limits, ended: Ended): Promise<Found> => {
  const { machine, search, properties } = run
  const first = search.broken()
  const broken = first && foundAt(run, first)
  const { stopped, fault } = ended
  return {
    counts: { ...countsOf(run), bytes: Math.max(run.peakBytes, search.bytes()) },
    coverage: machine.coverage(),
    workers: 1,
    properties,
    reached: [...search.reached().values()].map((finding) => foundAt(run, finding)),
    broken: broken === undefined || broken.trace ? broken : await tellBroken(model, broken, limits),
    ...(stopped && { stopped }),
    ...(fault && { fault }),
  }
}
