import { getHeapStatistics } from "node:v8"
import type { CommonMemory } from "../machine/common.ts"
import type { Machine } from "../machine/machine.ts"
import { bindProperties } from "../property/properties.ts"
import { makeTreeMemory, type TreeMemory } from "../store/tree.ts"
import { makeVisitedMemory, openVisited, type VisitedMemory } from "../store/visited.ts"
import { type Agenda, type Breathe, type Crew, type CrewMemory, openCrew, type Outcome } from "./crew.ts"
import { explore, type Search } from "./explore.ts"
import { makeSamples, type Samples } from "./growing.ts"
import { makeTestedMemory } from "./exchange.ts"
import { type Frontier, type FrontierMemory, makeFrontierMemory, openFrontier } from "./frontier.ts"
import { keysFor } from "./keys.ts"
import { guardedSlice } from "./slice.ts"

/** Everything that the threads of one search have in common: what their machines share, the states seen, and those that wait. */
export interface SearchMemory {
  readonly crew: CrewMemory
  readonly common: CommonMemory
  readonly visited: VisitedMemory
  readonly frontier: FrontierMemory
  /** Memory for the parts of states, which makes a search exact. */
  readonly parts: TreeMemory | undefined
  /** How much is tested of symmetry. */
  readonly tested: SharedArrayBuffer
}

export interface SearchSettings {
  readonly exact: boolean
  readonly seed: number
  readonly handlerMillis: number
}

/** Memory for a search by a crew; an exact one needs to know how many integers a state has. */
export const makeSearchMemory = (
  crew: CrewMemory,
  common: CommonMemory,
  exactSlots: number | undefined,
): SearchMemory => ({
  crew,
  common,
  visited: makeVisitedMemory(),
  frontier: makeFrontierMemory(crew.size),
  parts: exactSlots === undefined ? undefined : makeTreeMemory(exactSlots),
  tested: makeTestedMemory(),
})

/** One thread of a search. */
export interface Member {
  readonly crew: Crew
  readonly machine: Machine
  readonly search: Search
  readonly properties: ReturnType<typeof bindProperties>
  readonly samples: Samples
  /** The first one takes in the beginnings; who joins later starts at the level at hand. Returns when the search is over or was stopped. */
  readonly run: () => Promise<void>
}

/** How long a thread goes on before it tells how far it is, and how many states it expands at most before it hears a call. */
const sliceMillis = 50
const callStates = 128
/** How long a thread works on a narrow level while the others rest. After one that took longer, so many are shared. */
const narrowMillis = 0.3
const sharedLevels = 16

/** Of what the engine calls the limit of its heap, so much is only for what is new. */
const youngBytes = 192 * 2 ** 20
/** Behind that it collects again and again, and then ends the process. */
const fullHeap = 0.75

const isHeapFull = (): boolean => {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics()
  return used > fullHeap * (limit - youngBytes)
}

interface MemberOptions extends Omit<SearchSettings, "exact"> {
  readonly me: number
  readonly keepWays: number
  readonly breathe: Breathe
}

/** Takes part in a search. */
export const becomeMember = (machine: Machine, memory: SearchMemory, options: MemberOptions): Member => {
  const { me, keepWays, breathe, handlerMillis, seed } = options
  const crew = openCrew(memory.crew, me, breathe)
  const keys = keysFor(machine, { parts: memory.parts, seed, isAlone: crew.isAlone })
  const frontier: Frontier = openFrontier(memory.frontier, me, keys.width)
  const visited = openVisited(memory.visited, crew.isAlone)
  const properties = bindProperties(machine)
  const search = explore(machine, { keys, visited, frontier, keepWays, properties, tested: memory.tested })
  const samples = makeSamples()
  let sharedUntil = 0
  /** So few at first, and where a state takes long: nobody shall wait for them, and no handler be blamed for all of them together. */
  let states = 1
  const guard = <Value>(slice: () => Value): Value => guardedSlice(slice, handlerMillis)

  const publish = (): void =>
    crew.publish({
      states: search.states(),
      transitions: search.transitions(),
      depth: search.depth(),
      queue: search.queue(),
      // What all have in common is told by the first.
      bytes: search.ownBytes() + (me === 0 ? search.commonBytes() : 0),
      cut: search.cut(),
      handlerRuns: machine.handlerRuns(),
      // All have the same ones.
      values: me === 0 ? machine.components.count() : 0,
      fullHeaps: isHeapFull() ? 1 : 0,
      ...search.sum(),
    })

  const expandSome = (states: number): boolean => {
    const isLeft = search.expandLevel(states)
    const state = search.atHand()
    if (state !== undefined) samples.take(search.depth(), state)
    return isLeft
  }

  const enterNext = (): void => {
    crew.descend()
    search.enter(crew.level())
  }

  const mayGoOn = (): boolean => search.broken() === undefined && !search.isFull() && !crew.stopped()

  /** Expands a level for a moment; true when it is done. */
  const expandNarrowLevel = (): boolean => {
    const until = performance.now() + narrowMillis
    let isDone = !expandSome(1)
    while (!isDone && performance.now() < until && mayGoOn()) isDone = !expandSome(1)
    if (performance.now() > until) sharedUntil = crew.level() + sharedLevels
    return isDone
  }

  /** At a meeting, goes through levels that are so narrow, and so quickly done, that nobody else is needed. */
  const expandNarrowLevels = (): Outcome => {
    const until = performance.now() + sliceMillis
    const isAlone = (): boolean => crew.waiting() === 0 && crew.level() >= sharedUntil && performance.now() < until
    while (frontier.isNarrow() && isAlone()) {
      enterNext()
      if (!expandNarrowLevel()) return "go on"
      frontier.endPage()
      if (!frontier.descend()) return "end"
    }
    return "next"
  }

  const meet = async (finished: boolean): Promise<Outcome> => {
    if (finished) frontier.endPage()
    const work = ({ allFinished, someoneJoins, callHelp }: Agenda): Outcome => {
      search.refresh()
      search.makeRoom(someoneJoins, callHelp)
      if (!allFinished) return "go on"
      if (!frontier.descend()) return "end"
      machine.components.catchUp()
      return guard(expandNarrowLevels)
    }
    const outcome = await crew.meet(finished, { work, help: search.help })
    if (!crew.isAlone()) search.forgetWays()
    search.refresh()
    // The states of the next level may hold components that only others have met.
    machine.components.catchUp()
    search.enter(crew.level())
    return outcome
  }

  /** Alone, goes on with the next level; false when there is none. */
  const descendAlone = (): boolean => {
    frontier.endPage()
    if (!frontier.descend()) return false
    enterNext()
    return true
  }

  /** Expands states until a call, or until the slice is over, or no state is left in the level, or in all. */
  const expandSlice = (): "go on" | "finished" | "end" => {
    const until = performance.now() + sliceMillis
    for (;;) {
      const began = performance.now()
      const finished = !expandSome(states)
      const now = performance.now()
      states = now - began < sliceMillis ? Math.min(callStates, 2 * states) : Math.max(1, states >> 1)
      if (search.broken() !== undefined) return "end"
      if (finished && (!crew.isAlone() || crew.waiting() > 0)) return "finished"
      if (finished && !descendAlone()) return "end"
      if (search.isFull() || crew.isCalled() || crew.stopped() || now > until) return "go on"
    }
  }

  const expandLevel = async (): Promise<Outcome> => {
    for (;;) {
      const slice = guard(expandSlice)
      publish()
      await breathe()
      if (slice === "end" || crew.stopped()) return "end"
      // Growing takes long where much is kept, and is nothing that the author's code is to blame for.
      if (search.isFull() && crew.isAlone()) search.makeRoom(false)
      else if (search.isFull()) crew.call()
      if (slice === "go on" && !crew.isCalled()) continue
      const outcome = await meet(slice === "finished")
      if (outcome !== "go on") return outcome
    }
  }

  const begin = async (): Promise<Outcome> => {
    while (!crew.stopped() && !guard(() => search.begin(sliceMillis))) {
      publish()
      await breathe()
      if (search.isFull()) search.makeRoom(false)
    }
    return meet(true)
  }

  const enter = async (): Promise<Outcome> => {
    if (me === 0) return begin()
    const outcome = crew.join()
    search.refresh()
    machine.components.catchUp()
    search.enter(crew.level())
    return outcome
  }

  return {
    crew,
    machine,
    search,
    properties,
    samples,
    run: async () => {
      try {
        let outcome = await enter()
        while (outcome !== "end") outcome = await expandLevel()
        if (search.broken() !== undefined) crew.stop()
      } finally {
        publish()
      }
    },
  }
}
