import { parentPort, workerData } from "node:worker_threads"
import { machineOf, type Source } from "../machine/load.ts"
import type { Coverage, Machine } from "../machine/machine.ts"
import { bindProperties } from "../property/properties.ts"
import type { PropertyKind } from "../report.ts"
import { SpecTrouble } from "../store/encode.ts"
import { type JournalMemory, openJournal } from "../store/journal.ts"
import { type Crew, type CrewMemory, joinCrew } from "./crew.ts"
import { explore, type Search } from "./explore.ts"
import { keysFor } from "./keys.ts"
import { makeOutbox, type Outbox } from "./outbox.ts"
import { guardedSlice } from "./slice.ts"

/** What a worker is told. */
export interface WorkerOrder {
  readonly source: Source
  readonly me: number
  readonly exact: boolean
  /** The slots that say whose a state is. */
  readonly telling: readonly number[]
  readonly handlerMillis: number
  readonly crew: CrewMemory
  readonly journal: JournalMemory
}

/** What a worker says at its end. */
export interface WorkerResult {
  readonly ended: "done" | "stopped" | "broken" | "faulty"
  readonly reached: readonly { readonly kind: PropertyKind; readonly name: string; readonly depth: number }[]
  readonly coverage: readonly Coverage[]
}

/** How long a worker goes on before it tells how far it is, and how many states it expands before it looks into its mail. */
const sliceMillis = 50
const mailStates = 256

interface Work {
  readonly crew: Crew
  readonly machine: Machine
  readonly search: Search
  readonly outbox: Outbox
  readonly received: Int32Array
}

const receiveAll = ({ crew, search, machine, received }: Work): void => {
  while (crew.receive(received)) {
    machine.components.catchUp()
    search.receive(received)
  }
}

const publish = ({ crew, search, machine }: Work): void =>
  crew.publish({
    states: search.states(),
    transitions: search.transitions(),
    depth: search.depth(),
    queue: search.queue(),
    bytes: search.bytes(),
    cut: search.cut(),
    handlerRuns: machine.handlerRuns(),
  })

/** Runs what runs the author's code. */
type Guard = <Value>(slice: () => Value) => Value

/** Sends what is left and takes in what comes, until everybody has finished the level. */
const finishLevel = (work: Work, guard: Guard, level: number): void => {
  const { crew, outbox } = work
  const takeIn = (): void => guard(() => receiveAll(work))
  while (!outbox.send() && !crew.stopped()) takeIn()
  crew.finishLevel(level)
  while (!crew.othersFinished(level) && !crew.stopped()) {
    if (crew.hasMail()) takeIn()
    crew.rest()
  }
  if (crew.hasMail()) takeIn()
}

/** How many states wait in the next level, at all workers together; -1 when the search was stopped. */
const waitingInAll = ({ crew }: Work, level: number, mine: number): number => {
  crew.announce(level, mine)
  for (;;) {
    const waiting = crew.waitingInAll(level)
    if (waiting >= 0 || crew.stopped()) return waiting
    crew.rest()
  }
}

const expandLevel = (work: Work, guard: Guard): void => {
  const { crew, search, outbox } = work
  const slice = (): boolean => {
    const until = performance.now() + sliceMillis
    for (;;) {
      const more = search.expandLevel(mailStates)
      outbox.send()
      receiveAll(work)
      if (!more || crew.stopped() || performance.now() > until) return more
    }
  }
  while (!crew.stopped() && guard(slice)) publish(work)
}

/** One level after the other, all workers in step. Level 0 is the beginnings, of which each worker keeps its own. */
const run = (work: Work, guard: Guard): WorkerResult["ended"] => {
  const { crew, search } = work
  while (!crew.stopped() && !guard(() => search.begin(sliceMillis))) publish(work)
  let waiting = waitingInAll(work, 0, search.queue())
  for (let level = 1; waiting > 0 && search.broken() === undefined; level++) {
    expandLevel(work, guard)
    finishLevel(work, guard, level)
    waiting = waitingInAll(work, level, search.endLevel())
    if (waiting > 0) search.descend()
  }
  if (search.broken() !== undefined) {
    crew.stop()
    return "broken"
  }
  return crew.stopped() ? "stopped" : "done"
}

const work = async ({
  source,
  me,
  exact,
  telling,
  handlerMillis,
  crew: memory,
  journal,
}: WorkerOrder): Promise<WorkerResult> => {
  const crew = joinCrew(memory, me)
  const machine = await machineOf(source, openJournal(journal))
  const keys = keysFor(machine, exact)
  const outbox = makeOutbox(crew, keys, machine, telling)
  const properties = bindProperties(machine)
  const search = explore(machine, { keys, keepWays: 0, properties, abroad: outbox })
  const all: Work = { crew, machine, search, outbox, received: new Int32Array(machine.slots) }
  const result = (ended: WorkerResult["ended"]): WorkerResult => ({
    ended,
    reached: [...search.reached().values()].map(({ property: { kind, name }, depth }) => ({ kind, name, depth })),
    coverage: machine.coverage(),
  })
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
