import { parentPort, workerData } from "node:worker_threads"
import { machineOf, type Source } from "../machine/load.ts"
import type { Coverage, Machine } from "../machine/machine.ts"
import { bindProperties } from "../property/properties.ts"
import { SpecTrouble } from "../store/encode.ts"
import { type JournalMemory, openJournal } from "../store/journal.ts"
import type { TreeMemory } from "../store/tree.ts"
import { openVisited, type VisitedMemory } from "../store/visited.ts"
import type { FoundProperty } from "./assemble.ts"
import { type Crew, type CrewMemory, joinCrew, type Outcome } from "./crew.ts"
import { explore, type Finding, type Search } from "./explore.ts"
import { keysFor } from "./keys.ts"
import { type FrontierMemory, openFrontier, type SharedFrontier } from "./shared-frontier.ts"
import { guardedSlice } from "./slice.ts"

/** Everything that the threads of one search have in common. */
export interface SharedMemory {
  readonly crew: CrewMemory
  readonly journal: JournalMemory
  readonly visited: VisitedMemory
  readonly frontier: FrontierMemory
  /** Only in an exact search. */
  readonly tree: TreeMemory | undefined
}

/** What a worker is told. */
export interface WorkerOrder {
  readonly source: Source
  readonly me: number
  readonly handlerMillis: number
  readonly seed: number
  readonly memory: SharedMemory
}

/** What a worker says: that it has loaded, and at its end what it found. */
export type WorkerMessage = "ready" | WorkerResult

export interface WorkerResult {
  readonly ended: "done" | "stopped" | "broken" | "faulty"
  readonly broken: FoundProperty | undefined
  readonly reached: readonly FoundProperty[]
  readonly coverage: readonly Coverage[]
}

/** How long a worker goes on before it tells how far it is, and how many states it expands before it hears a call. */
const sliceMillis = 50
const callStates = 256

interface Work {
  readonly crew: Crew
  readonly machine: Machine
  readonly search: Search
  readonly frontier: SharedFrontier
}

/** Runs what runs the author's code. */
type Guard = <Value>(slice: () => Value) => Value

const publish = ({ crew, search, machine }: Work): void =>
  crew.publish({
    states: search.states(),
    transitions: search.transitions(),
    depth: search.depth(),
    queue: search.queue(),
    // The memory is common to all, and told by one.
    bytes: crew.me === 0 ? search.bytes() : machine.bytes(),
    cut: search.cut(),
    handlerRuns: machine.handlerRuns(),
  })

/** Meets the others: grows what is full, and goes on to the next level when everybody has finished this one. */
const meet = ({ crew, machine, search, frontier }: Work, finished: boolean): Outcome => {
  if (finished) frontier.endPage()
  const outcome = crew.meet(finished, (allFinished) => {
    search.refresh()
    search.makeRoom()
    if (!allFinished) return "go on"
    return frontier.descend() ? "next" : "end"
  })
  search.refresh()
  // The states of the next level may hold components that only others have met.
  machine.components.catchUp()
  return outcome
}

/** Expands states of the level at hand until a call, or until the slice is over; false when none is left. */
const expandSlice = ({ crew, search }: Work): boolean => {
  const until = performance.now() + sliceMillis
  for (;;) {
    if (!search.expandLevel(callStates)) return false
    if (search.isFull() || crew.isCalled() || crew.stopped() || performance.now() > until) return true
  }
}

const expandLevel = (work: Work, guard: Guard): Outcome => {
  const { crew, search } = work
  let outcome: Outcome = "go on"
  while (outcome === "go on" && !crew.stopped()) {
    const finished = !guard(() => expandSlice(work))
    publish(work)
    if (search.broken() !== undefined) return "end"
    if (search.isFull()) crew.call()
    if (finished || crew.isCalled()) outcome = meet(work, finished)
  }
  return outcome
}

/** The first one takes in all beginnings. */
const begin = (work: Work, guard: Guard): Outcome => {
  const { crew, search } = work
  if (crew.me === 0) while (!crew.stopped() && !guard(() => search.begin(sliceMillis))) publish(work)
  return meet(work, true)
}

/** One level after the other, all workers in step. */
const run = (work: Work, guard: Guard): WorkerResult["ended"] => {
  const { crew, search } = work
  let outcome = begin(work, guard)
  while (outcome === "next" && search.broken() === undefined) {
    outcome = expandLevel(work, guard)
    if (outcome === "next") search.descend()
  }
  if (search.broken() !== undefined) {
    crew.stop()
    return "broken"
  }
  return crew.stopped() ? "stopped" : "done"
}

const found = (finding: Finding | undefined): FoundProperty | undefined =>
  finding && { kind: finding.property.kind, name: finding.property.name, depth: finding.depth }

const work = async ({ source, me, handlerMillis, seed, memory }: WorkerOrder): Promise<WorkerResult> => {
  const crew = joinCrew(memory.crew, me)
  const machine = await machineOf(source, openJournal(memory.journal))
  const keys = keysFor(machine, { tree: memory.tree, use: "shared", seed })
  const frontier = openFrontier(memory.frontier, keys.width)
  const visited = openVisited(memory.visited, "shared")
  const properties = bindProperties(machine)
  const search = explore(machine, { keys, visited, frontier, keepWays: 0, properties })
  const all: Work = { crew, machine, search, frontier }
  const result = (ended: WorkerResult["ended"]): WorkerResult => ({
    ended,
    broken: found(search.broken()),
    reached: [...search.reached().values()].flatMap((finding) => found(finding) ?? []),
    coverage: machine.coverage(),
  })
  parentPort?.postMessage("ready")
  crew.awaitStart()
  try {
    const ended = run(all, (slice) => guardedSlice(slice, handlerMillis))
    publish(all)
    return result(ended)
  } catch (error) {
    crew.stop()
    if (error instanceof SpecTrouble) return result("faulty")
    throw error
  }
}

parentPort?.postMessage(await work(workerData as WorkerOrder))
