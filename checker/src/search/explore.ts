import type { Machine, Sink } from "../machine/machine.ts"
import type { BoundProperties, StateProperty, StepProperty } from "../property/properties.ts"
import { makeRecent } from "../store/recent.ts"
import { makeVisited, type Visited } from "../store/visited.ts"
import { makeBatch } from "./batch.ts"
import { type Frontier, makeFrontier } from "./frontier.ts"
import type { Keys } from "./keys.ts"

/** Where a property was broken or reached: at a state, known by its number, or on the step that leads there. */
export interface Finding {
  readonly property: StateProperty | StepProperty
  readonly depth: number
  /** The way from a beginning: which successor was taken in each state; `undefined` when the way was not kept. */
  readonly path: Path | undefined
}

/** A behaviour: which beginning, and then which successor at every state. */
export interface Path {
  readonly beginning: number
  readonly choices: readonly number[]
}

/** Where successors go that another worker keeps. */
export interface Abroad {
  /** Whether a state, whose key was taken last, belongs to this worker. */
  readonly owns: (state: Int32Array) => boolean
  readonly take: (state: Int32Array) => void
}

/** A search that goes on slice by slice until it is done. */
export interface Search {
  /** Takes in beginnings for about so long; true when all are in. */
  readonly begin: (millis: number) => boolean
  /** Takes up to `limit` waiting states out, to look at them. */
  readonly sample: (limit: number) => Int32Array[]
  /** Expands up to `states` states of the level at hand; false when the level is done. */
  readonly expandLevel: (states: number) => boolean
  /** Looks up what is left; how many states wait in the next level. */
  readonly endLevel: () => number
  readonly descend: () => void
  /** Takes in a state that another worker found. */
  readonly receive: (state: Int32Array) => void
  /** Explores for about so long, or until about so many states are known; true when there is nothing left to do. */
  readonly advance: (millis: number, limit?: number) => boolean
  readonly states: () => number
  readonly transitions: () => number
  readonly depth: () => number
  readonly queue: () => number
  readonly bytes: () => number
  readonly cut: () => number
  readonly broken: () => Finding | undefined
  readonly reached: () => ReadonlyMap<string, Finding>
  /** The way to the state that is being expanded. */
  readonly currentPath: () => Path | undefined
}

export interface SearchOptions {
  readonly keys: Keys
  /** Keep the way to each state for as many states; beyond, ways are forgotten. */
  readonly keepWays: number
  readonly abroad?: Abroad
  readonly properties: BoundProperties & { readonly beginnings: readonly StateProperty[] }
}

/** For each state in order of discovery: the state it came from and which successor it was. */
interface Ways {
  parents: Int32Array
  choices: Int32Array
  count: number
  kept: boolean
}

const batchSize = 1024
/** How many states are expanded between two looks at the clock. */
const clockStates = 32

const remember = (ways: Ways, limit: number, parent: number, choice: number): void => {
  if (!ways.kept) return
  if (ways.count >= limit) {
    ways.kept = false
    ways.parents = new Int32Array(0)
    ways.choices = new Int32Array(0)
    return
  }
  if (ways.count === ways.parents.length) {
    const more = (words: Int32Array) => {
      const longer = new Int32Array(words.length * 2)
      longer.set(words)
      return longer
    }
    ways.parents = more(ways.parents)
    ways.choices = more(ways.choices)
  }
  ways.parents[ways.count] = parent
  ways.choices[ways.count] = choice
  ways.count++
}

const pathTo = (ways: Ways, state: number, last: readonly number[]): Path | undefined => {
  if (!ways.kept) return undefined
  const choices: number[] = []
  let at = state
  while ((ways.parents[at] as number) >= 0) {
    choices.push(ways.choices[at] as number)
    at = ways.parents[at] as number
  }
  return { beginning: ways.choices[at] as number, choices: [...choices.reverse(), ...last] }
}

/** Breadth-first search of a machine, so that the first finding is a shortest one. */
export const explore = (machine: Machine, { keys, keepWays, properties, abroad }: SearchOptions): Search => {
  const { slots } = machine
  const visited: Visited = makeVisited()
  const frontier: Frontier = makeFrontier(keys.width)
  const ways: Ways = { parents: new Int32Array(1024), choices: new Int32Array(1024), count: 0, kept: true }
  const reached = new Map<string, Finding>()
  let goals = properties.goals
  let broken: Finding | undefined
  let transitions = 0
  let cut = 0
  let depth = 0
  let leftInLevel = 0
  let expanded = -1
  let begun = false

  const packed = new Int32Array(keys.width)
  const key = new Int32Array(2)
  const state = new Int32Array(slots)
  const next = new Int32Array(slots)
  const both = new Int32Array(2 * slots)
  const hasSteps = properties.steps.length > 0

  const batch = makeBatch(batchSize, slots)
  const recent = makeRecent()
  let choice = 0

  const fail = (property: StateProperty | StepProperty, at: number, path: Path | undefined): void => {
    broken ??= { property, depth: at, path }
  }

  const pathOf = (parent: number, successor: number): Path | undefined =>
    parent < 0 ? { beginning: successor, choices: [] } : pathTo(ways, parent, [successor])

  /** Checks a state that was not known before; false if it lies outside the bounds. */
  const admit = (candidate: Int32Array, at: number, parent: number, successor: number): boolean => {
    for (const property of properties.invariants)
      if (property.trie.evaluate(candidate) === 0) fail(property, at, pathOf(parent, successor))
    if (properties.within !== undefined && properties.within.evaluate(candidate) === 0) {
      cut++
      return false
    }
    for (const goal of goals) if (goal.trie.evaluate(candidate) === 1) reach(goal, at, parent, successor)
    return true
  }

  const reach = (goal: StateProperty, at: number, parent: number, successor: number): void => {
    reached.set(goal.name, { property: goal, depth: at, path: pathOf(parent, successor) })
    goals = goals.filter((other) => other !== goal)
  }

  let outside = 0
  const candidate = new Int32Array(slots)
  const flush = (): void => {
    visited.addAll(batch.lows, batch.highs, batch.size, batch.fresh)
    for (let i = 0; i < batch.size; i++) {
      if (batch.fresh[i] === 0) continue
      batch.rebuild(i, candidate)
      const parent = batch.parents[i] as number
      if (!admit(candidate, begun ? depth + 1 : 0, parent, batch.choices[i] as number)) {
        outside++
        continue
      }
      key[0] = batch.lows[i] as number
      key[1] = batch.highs[i] as number
      frontier.push(keys.pack(candidate, key))
      remember(ways, keepWays, parent, batch.choices[i] as number)
    }
    batch.clear()
  }

  const checkSteps = (): void => {
    both.set(state)
    both.set(next, slots)
    for (const property of properties.steps)
      if (broken === undefined && property.trie.evaluate(both) === 0)
        fail(property, depth + 1, pathOf(expanded, choice))
  }

  const touched: number[] = new Array<number>(slots).fill(0)
  let touchedCount = 0
  const sink: Sink = {
    get: (slot) => next[slot] as number,
    set: (slot, component) => {
      if (next[slot] === component) return
      if (next[slot] === state[slot]) touched[touchedCount++] = slot
      next[slot] = component
      if (component === state[slot]) forget(slot)
    },
    commit: () => {
      transitions++
      if (hasSteps) checkSteps()
      keys.derive(state, next, touched, touchedCount, key)
      if (!recent.seen(key[0] as number, key[1] as number)) lookUpLater()
      choice++
      for (let i = 0; i < touchedCount; i++) next[touched[i] as number] = state[touched[i] as number] as number
      touchedCount = 0
      if (batch.full()) {
        flush()
        batch.origin(state)
      }
    },
  }
  const lookUpLater = (): void => {
    if (abroad === undefined || abroad.owns(next)) batch.add(key, expanded, choice, next, touched, touchedCount)
    else abroad.take(next)
  }
  const forget = (slot: number): void => {
    const at = touched.indexOf(slot)
    touchedCount--
    touched[at] = touched[touchedCount] as number
  }

  const takeIn = (initial: Int32Array, index: number): void => {
    for (const property of properties.beginnings)
      if (property.trie.evaluate(initial) === 0) fail(property, 0, { beginning: index, choices: [] })
    keys.enter(initial, key)
    if (abroad !== undefined && !abroad.owns(initial)) return
    batch.origin(initial)
    batch.add(key, -1, index, initial, [], 0)
    if (batch.full()) flush()
  }

  const beginnings = machine.initial()[Symbol.iterator]()
  let begunWith = 0
  const begin = (millis: number): boolean => {
    const until = performance.now() + millis
    while (!begun && performance.now() < until) {
      const { done, value } = beginnings.next()
      if (!done) takeIn(value, begunWith++)
      else {
        flush()
        begun = true
        leftInLevel = frontier.length()
      }
    }
    return begun
  }

  const expandNext = (): void => {
    expanded++
    keys.unpack(packed, state)
    for (let slot = 0; slot < slots; slot++) next[slot] = state[slot] as number
    if (batch.full()) flush()
    batch.origin(state)
    choice = 0
    machine.expand(state, sink)
    if (choice === 0)
      for (const property of properties.ends)
        if (property.trie.evaluate(state) === 0) fail(property, depth, pathTo(ways, expanded, []))
  }

  /** A level ends with its last state: what it led to is the next one. */
  const endLevel = (): number => {
    flush()
    leftInLevel = frontier.length()
    return leftInLevel
  }

  const expandLevel = (states: number): boolean => {
    for (let i = 0; i < states && leftInLevel > 0 && broken === undefined; i++) {
      frontier.shift(packed)
      leftInLevel--
      expandNext()
    }
    return leftInLevel > 0 && broken === undefined
  }

  /** Expands some states, and goes down a level where one ends; true when there is nothing left to do. */
  const goOn = (): boolean => {
    if (expandLevel(clockStates)) return false
    if (broken !== undefined || endLevel() === 0) return true
    depth++
    return false
  }

  return {
    begin,
    sample: (limit) => {
      const states: Int32Array[] = []
      while (states.length < limit && frontier.shift(packed)) {
        keys.unpack(packed, state)
        states.push(state.slice())
      }
      return states
    },
    expandLevel,
    endLevel,
    descend: () => {
      depth++
    },
    receive: (received) => {
      keys.enter(received, key)
      batch.origin(received)
      batch.add(key, 0, 0, received, [], 0)
      if (batch.full()) flush()
    },
    advance: (millis, limit = Number.POSITIVE_INFINITY) => {
      const until = performance.now() + millis
      if (!begun && !begin(millis)) return false
      let done = false
      while (!done && visited.count() - outside < limit && performance.now() < until) done = goOn()
      return done
    },
    states: () => visited.count() - outside,
    transitions: () => transitions,
    depth: () => depth,
    queue: () => frontier.length(),
    bytes: () =>
      visited.bytes() +
      frontier.bytes() +
      keys.bytes() +
      machine.bytes() +
      ways.parents.byteLength +
      ways.choices.byteLength,
    cut: () => cut,
    broken: () => broken,
    reached: () => reached,
    currentPath: () => (expanded < 0 ? undefined : pathTo(ways, expanded, [])),
  }
}
