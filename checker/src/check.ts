import type { AnyAlgorithm, AnyModel } from "@lockstep/language"
import { algorithmMachine } from "./machine/algorithm.ts"
import type { Machine } from "./machine/machine.ts"
import { protocolMachine } from "./machine/protocol/index.ts"
import { bindProperties } from "./property/properties.ts"
import type { Progress, PropertyKind, PropertyReport, Report, SpecFault, StopReason, Verdict } from "./report.ts"
import { explore, type Finding, type Path, type Search } from "./search/explore.ts"
import { exactKeys, fingerprints, upToRenaming } from "./search/keys.ts"
import { guardedSlice, pause } from "./search/slice.ts"
import { retrace } from "./search/trace.ts"
import { SpecTrouble } from "./store/encode.ts"

export interface CheckOptions {
  /** How much the search may keep. */
  readonly memoryBytes?: number
  readonly timeoutMillis?: number
  /** Know states by all of their content instead of 64 bits of it. */
  readonly exact?: boolean
  /** Stop after as many states. */
  readonly maxStates?: number
  /** How long one handler may run. */
  readonly handlerMillis?: number
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

export type Checkable = AnyModel | AnyAlgorithm

const machineOf = (model: Checkable): Machine =>
  model.kind === "algorithm" ? algorithmMachine(model) : protocolMachine(model)

interface Run {
  readonly machine: Machine
  readonly search: Search
  readonly properties: ReturnType<typeof bindProperties>
}

const start = (model: Checkable, exact: boolean, keepWays: number): Run => {
  const machine = machineOf(model)
  const properties = bindProperties(machine)
  const plain = exact ? exactKeys(machine.slots) : fingerprints(machine.slots, machine.components)
  const keys = machine.renamings.length > 0 ? upToRenaming(machine.slots, plain, machine.renamings) : plain
  return { machine, properties, search: explore(machine, { keys, keepWays, properties }) }
}

const sliceStates = 2_000
const waysKept = 2_000_000
const defaultMemoryBytes = 8 * 2 ** 30
const defaultHandlerMillis = 5_000

interface Ended {
  readonly stopped?: StopReason
  readonly fault?: SpecFault
}

const whyStop = (search: Search, options: CheckOptions, deadline: number): StopReason | undefined => {
  if (options.signal?.aborted) return "interrupted"
  if (performance.now() > deadline) return "time"
  if (search.bytes() > (options.memoryBytes ?? defaultMemoryBytes)) return "memory"
  if (search.states() >= (options.maxStates ?? Number.POSITIVE_INFINITY)) return "states"
  return undefined
}

/** Explores slice by slice, so that progress, limits and interruptions get their turn. */
const runToEnd = async ({ machine, search }: Run, options: CheckOptions, began: number): Promise<Ended> => {
  const deadline = began + (options.timeoutMillis ?? Number.POSITIVE_INFINITY)
  let reported = began
  for (;;) {
    try {
      if (guardedSlice(() => search.advance(sliceStates), machine, options.handlerMillis ?? defaultHandlerMillis))
        return {}
    } catch (error) {
      if (!(error instanceof SpecTrouble)) throw error
      const path = search.currentPath()
      return { fault: { ...error.fault, ...(path !== undefined && { trace: retrace(machine, path) }) } }
    }
    const stopped = whyStop(search, options, deadline)
    if (stopped !== undefined) return { stopped }
    if (performance.now() - reported > 100) {
      reported = performance.now()
      options.onProgress?.(progressOf(search, began))
      await pause()
    }
  }
}

const progressOf = (search: Search, began: number): Progress => ({
  states: search.states(),
  transitions: search.transitions(),
  depth: search.depth(),
  queue: search.queue(),
  bytes: search.bytes(),
  seconds: (performance.now() - began) / 1000,
})

/** Searches again, keeping every way, when the first search had forgotten them. */
const pathOf = async (model: Checkable, finding: Finding): Promise<Path | undefined> => {
  if (finding.path !== undefined) return finding.path
  const again = start(model, true, Number.POSITIVE_INFINITY)
  for (;;) {
    const done = again.search.advance(sliceStates)
    const found =
      finding.property.kind === "reachable" ? again.search.reached().get(finding.property.name) : again.search.broken()
    if (found !== undefined) return found.path
    if (done) return undefined
    await pause()
  }
}

const brokenReport = async (model: Checkable, machine: Machine, finding: Finding): Promise<PropertyReport> => {
  const path = await pathOf(model, finding)
  const { kind, name } = finding.property
  return {
    kind,
    name,
    outcome: "broken",
    depth: finding.depth,
    ...(path !== undefined && { trace: retrace(machine, path) }),
  }
}

const propertyReports = async (model: Checkable, run: Run, complete: boolean): Promise<PropertyReport[]> => {
  const { machine, search, properties } = run
  const broken = search.broken()
  const reports: PropertyReport[] = []
  const others: readonly { readonly kind: PropertyKind; readonly name: string }[] = [
    ...properties.invariants,
    ...properties.steps,
    ...properties.ends,
  ]
  if (broken !== undefined) reports.push(await brokenReport(model, machine, broken))
  for (const { kind, name } of others)
    if (name !== broken?.property.name) reports.push({ kind, name, outcome: complete ? "holds" : "unknown" })
  for (const { kind, name } of properties.goals) {
    const finding = search.reached().get(name)
    if (finding === undefined) reports.push({ kind, name, outcome: complete ? "unreached" : "unknown" })
    else
      reports.push({
        kind,
        name,
        outcome: "reached",
        depth: finding.depth,
        ...(finding.path && { trace: retrace(machine, finding.path) }),
      })
  }
  return reports
}

const verdictOf = (ended: Ended, properties: readonly PropertyReport[]): Verdict => {
  if (ended.fault !== undefined) return "faulty"
  if (properties.some(({ outcome }) => outcome === "broken")) return "violated"
  if (ended.stopped !== undefined) return "inconclusive"
  return properties.some(({ outcome }) => outcome === "unreached") ? "vacuous" : "verified"
}

/** A model that cannot even begin. */
const stillborn = (error: SpecTrouble, seconds: number, exact: boolean): Report => ({
  verdict: "faulty",
  states: 0,
  transitions: 0,
  depth: 0,
  seconds,
  workers: 1,
  mode: exact ? "exact" : "fingerprint",
  collisionProbability: 0,
  handlerRuns: 0,
  bytes: 0,
  properties: [],
  coverage: [],
  bounds: [],
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
  const exact = options.exact ?? false
  try {
    const run = start(model, exact, waysKept)
    const ended = await runToEnd(run, options, began)
    return await report(model, run, ended, exact, began)
  } catch (error) {
    if (error instanceof SpecTrouble) return stillborn(error, (performance.now() - began) / 1000, exact)
    throw error
  }
}

const report = async (model: Checkable, run: Run, ended: Ended, exact: boolean, began: number): Promise<Report> => {
  const { machine, search } = run
  const seconds = (performance.now() - began) / 1000
  const complete = ended.stopped === undefined && ended.fault === undefined && search.broken() === undefined
  const properties = await propertyReports(model, run, complete)
  const states = search.states()
  return {
    verdict: verdictOf(ended, properties),
    states,
    transitions: search.transitions(),
    depth: search.depth(),
    seconds,
    workers: 1,
    mode: exact ? "exact" : "fingerprint",
    collisionProbability: exact ? 0 : (states * states) / 2 ** 65,
    handlerRuns: machine.handlerRuns(),
    bytes: search.bytes(),
    properties,
    coverage: machine.coverage(),
    bounds: search.cut() > 0 ? [{ name: "within", hits: search.cut() }] : [],
    ...ended,
  }
}
