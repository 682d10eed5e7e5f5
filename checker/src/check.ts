import { availableParallelism } from "node:os"
import { type Checkable, machineFor, type Source } from "./machine/load.ts"
import type { Coverage, Machine } from "./machine/machine.ts"
import { bindProperties } from "./property/properties.ts"
import type { Progress, Report, SpecFault, StopReason } from "./report.ts"
import { assemble, type Found } from "./search/assemble.ts"
import type { Counts } from "./search/crew.ts"
import { explore, type Finding, type Search } from "./search/explore.ts"
import { makeFrontier } from "./search/frontier.ts"
import { keysFor } from "./search/keys.ts"
import { exploreTogether } from "./search/parallel.ts"
import { guardedSlice, pause } from "./search/slice.ts"
import { retrace } from "./search/trace.ts"
import { SpecTrouble } from "./store/encode.ts"
import { makeTreeMemory } from "./store/tree.ts"
import { makeVisitedMemory, openVisited } from "./store/visited.ts"

export interface CheckOptions {
  /** How many threads search; more than one needs `source`. Left out, all cores. */
  readonly workers?: number
  /** Where the model is written, so that other threads can load it. */
  readonly source?: Source
  /** How much the search may keep. */
  readonly memoryBytes?: number
  readonly timeoutMillis?: number
  /** Know states by all of their content instead of 64 bits of it. */
  readonly exact?: boolean
  /** Salts the fingerprints: what collides under one seed does not under another. */
  readonly seed?: number
  /** Stop after as many states. */
  readonly maxStates?: number
  /** How long one handler may run. */
  readonly handlerMillis?: number
  /** States after which other threads join in. */
  readonly aloneStates?: number
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

interface Run {
  readonly machine: Machine
  readonly search: Search
  /** The most that the search has kept. */
  peakBytes: number
  readonly properties: ReturnType<typeof bindProperties>
}

const sliceMillis = 50
const waysKept = 500_000
const defaultAloneStates = 100_000
const defaultMemoryBytes = 8 * 2 ** 30
const defaultHandlerMillis = 5_000

const start = (model: Checkable, { exact, seed }: CheckOptions, keepWays: number): Run => {
  const machine = machineFor(model)
  const properties = bindProperties(machine)
  const tree = exact ? makeTreeMemory(machine.slots, "alone") : undefined
  const keys = keysFor(machine, { tree, use: "alone", seed: seed ?? 0 })
  const visited = openVisited(makeVisitedMemory("alone"), "alone")
  const frontier = makeFrontier(keys.width)
  return {
    machine,
    properties,
    peakBytes: 0,
    search: explore(machine, { keys, visited, frontier, keepWays, properties }),
  }
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

const whyStop = (counts: Counts, options: CheckOptions, began: number): StopReason | undefined => {
  if (options.signal?.aborted) return "interrupted"
  if (performance.now() - began > (options.timeoutMillis ?? Number.POSITIVE_INFINITY)) return "time"
  if (counts.bytes > (options.memoryBytes ?? defaultMemoryBytes)) return "memory"
  if (counts.states >= (options.maxStates ?? Number.POSITIVE_INFINITY)) return "states"
  return undefined
}

interface Ended {
  readonly stopped?: StopReason | "joined"
  readonly fault?: SpecFault
}

const faultOf = (error: unknown, { machine, search }: Run): SpecFault => {
  if (!(error instanceof SpecTrouble)) throw error
  const path = search.currentPath()
  return { ...error.fault, ...(path !== undefined && { trace: retrace(machine, path) }) }
}

const progressMillis = 100

/** Explores slice by slice, so that progress, limits and interruptions get their turn. */
const exploreAlone = async (run: Run, options: CheckOptions, began: number, limit: number): Promise<Ended> => {
  let reported = began
  for (;;) {
    try {
      if (
        guardedSlice(
          () => run.search.advance(sliceMillis, Math.min(limit, options.maxStates ?? limit)),
          options.handlerMillis ?? defaultHandlerMillis,
        )
      )
        return {}
    } catch (error) {
      return { fault: faultOf(error, run) }
    }
    const counts = countsOf(run)
    run.peakBytes = Math.max(run.peakBytes, counts.bytes)
    const stopped = whyStop(counts, options, began)
    if (stopped !== undefined) return { stopped }
    if (counts.states >= limit) return { stopped: "joined" }
    if (performance.now() - reported < progressMillis) continue
    reported = performance.now()
    options.onProgress?.({ ...counts, seconds: (performance.now() - began) / 1000 })
    await pause()
  }
}

/** Searches again, keeping every way, when the first search had forgotten them or was divided among threads. */
const findAgain = async (
  model: Checkable,
  isIt: (run: Run) => Finding | undefined,
): Promise<{ run: Run; finding: Finding } | undefined> => {
  const run = start(model, { exact: true }, Number.POSITIVE_INFINITY)
  for (;;) {
    const done = run.search.advance(sliceMillis)
    const finding = isIt(run)
    if (finding !== undefined) return { run, finding }
    if (done) return undefined
    await pause()
  }
}

const foundAlone = async (
  model: Checkable,
  run: Run,
  ended: { stopped?: StopReason; fault?: SpecFault },
): Promise<Found> => {
  const { machine, search, properties } = run
  const first = search.broken()
  const broken =
    first === undefined || first.path !== undefined
      ? first && { run, finding: first }
      : await findAgain(model, (again) => again.search.broken())
  const reached = [...search.reached().values()].map(({ property: { kind, name }, depth, path }) => ({
    kind,
    name,
    depth,
    ...(path && { trace: retrace(machine, path) }),
  }))
  return {
    counts: { ...countsOf(run), bytes: Math.max(run.peakBytes, run.search.bytes()) },
    coverage: machine.coverage(),
    workers: 1,
    properties,
    reached,
    broken: traced(broken),
    ...ended,
  }
}

const traced = (found: { run: Run; finding: Finding } | undefined): Found["broken"] =>
  found && {
    kind: found.finding.property.kind,
    name: found.finding.property.name,
    depth: found.finding.depth,
    ...(found.finding.path && { trace: retrace(found.run.machine, found.finding.path) }),
  }

const mostFired = (all: readonly (readonly Coverage[])[]): Coverage[] =>
  (all[0] ?? []).map(({ handler }, index) => ({
    handler,
    fired: Math.max(...all.map((one) => one[index]?.fired ?? 0)),
  }))

const leastDepths = (all: readonly Found["reached"][number][]): Found["reached"] =>
  all.filter(
    (one) =>
      !all.some(
        (other) =>
          other.name === one.name &&
          (other.depth < one.depth || (other.depth === one.depth && all.indexOf(other) < all.indexOf(one))),
      ),
  )

/** Hands the search over to several threads; what one of them finds wrong is found again alone, to be told in full. */
const exploreWithOthers = async (
  model: Checkable,
  run: Run,
  options: CheckOptions,
  workers: number,
  source: Source,
  began: number,
): Promise<Found> => {
  let stopped: StopReason | undefined
  const { counts, results } = await exploreTogether({
    source,
    workers,
    exact: options.exact ?? false,
    seed: options.seed ?? 0,
    handlerMillis: options.handlerMillis ?? defaultHandlerMillis,
    slots: run.machine.slots,
    watch: (sofar) => {
      options.onProgress?.({ ...sofar, seconds: (performance.now() - began) / 1000 })
      stopped ??= whyStop(sofar, options, began)
      return stopped !== undefined
    },
  })
  if (results.some(({ ended }) => ended === "faulty")) return alone(model, options, began)
  const broken = results.some(({ ended }) => ended === "broken")
    ? await findAgain(model, (again) => again.search.broken())
    : undefined
  return {
    counts,
    coverage: mostFired(results.map(({ coverage }) => coverage)),
    workers,
    properties: run.properties,
    reached: leastDepths(results.flatMap(({ reached }) => reached)),
    broken: traced(broken),
    ...(stopped !== undefined && broken === undefined && { stopped }),
  }
}

const alone = async (model: Checkable, options: CheckOptions, began: number): Promise<Found> => {
  const run = start(model, options, waysKept)
  const { stopped, fault } = await exploreAlone(run, options, began, Number.POSITIVE_INFINITY)
  return foundAlone(model, run, { ...(stopped && stopped !== "joined" && { stopped }), ...(fault && { fault }) })
}

const find = async (model: Checkable, options: CheckOptions, began: number): Promise<Found> => {
  const workers = options.workers ?? availableParallelism()
  const { source } = options
  if (workers < 2 || source === undefined) return alone(model, options, began)
  const run = start(model, options, waysKept)
  const { stopped, fault } = await exploreAlone(run, options, began, options.aloneStates ?? defaultAloneStates)
  if (stopped === "joined") return exploreWithOthers(model, run, options, workers, source, began)
  return foundAlone(model, run, { ...(stopped && { stopped }), ...(fault && { fault }) })
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
  const began = performance.now()
  const finish = (found: Found): Report => assemble(found, options.exact ?? false, (performance.now() - began) / 1000)
  try {
    return finish(await find(model, options, began))
  } catch (error) {
    if (error instanceof SpecTrouble) return finish(stillborn(error))
    throw error
  }
}
