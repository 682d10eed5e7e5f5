import type { Machine, Sink } from "../machine/machine.ts"
import type { BoundProperties, StateProperty, StepProperty } from "../property/properties.ts"
import type { Table } from "../store/table.ts"
import { makeRecent } from "../store/recent.ts"
import { allHold, makeTogether } from "../store/together.ts"
import type { Visited } from "../store/visited.ts"
import { makeBatch } from "./batch.ts"
import { makeExchange } from "./exchange.ts"
import type { Frontier } from "./frontier.ts"
import type { Keys } from "./keys.ts"
import { makeWays, type Path } from "./ways.ts"

/** Where a property was broken or reached: at a state, known by its number, or on the step that leads there. */
export interface Finding {
  readonly property: StateProperty | StepProperty
  readonly depth: number
  /** The way from a beginning: which successor was taken in each state; `undefined` when the way was not kept. */
  readonly path: Path | undefined
}

/** A search that goes on slice by slice until it is done. */
export interface Search {
  /** Takes in beginnings for about so long, or until there is no room for more; true when all are in, or something is broken. */
  readonly begin: (millis: number) => boolean
  /** Expands up to `states` states of the level at hand, fewer when there is no room for more or something is broken; false when none is left in it and all it led to is looked up. */
  readonly expandLevel: (states: number) => boolean
  /** Goes on with this level. */
  readonly enter: (level: number) => void
  /** Others take part: the way to a state is no longer known. */
  readonly forgetWays: () => void
  /** Whether `makeRoom` must be called before the search goes on. */
  readonly isFull: () => boolean
  /** Grows what is full, or where `ample` what is half full, while no other thread uses it; calls for help where there is much to do. */
  readonly makeRoom: (ample: boolean, callHelp?: () => void) => void
  /** Helps another thread that makes room. */
  readonly help: () => void
  /** Sees the room that another thread made. */
  readonly refresh: () => void
  /** How many beginnings it has met: where the first one is broken, whether there is another. */
  readonly beginnings: () => number
  readonly states: () => number
  readonly transitions: () => number
  readonly depth: () => number
  readonly queue: () => number
  /** What all threads keep together, and what this one keeps besides. */
  readonly commonBytes: () => number
  readonly ownBytes: () => number
  readonly cut: () => number
  /** The sum of the keys of all states that this thread found. */
  readonly sum: () => { readonly sumLow: number; readonly sumHigh: number }
  readonly broken: () => Finding | undefined
  readonly reached: () => ReadonlyMap<string, Finding>
  /** The state that was expanded last, until the next one is; nothing before the first. */
  readonly atHand: () => Int32Array | undefined
  /** The way to the state that is being expanded, or to the successor that properties are being asked about. */
  readonly currentPath: () => Path | undefined
}

export interface SearchOptions {
  readonly keys: Keys
  readonly visited: Visited
  readonly frontier: Frontier
  /** Keep the way to each state for as many states; beyond, ways are forgotten. */
  readonly keepWays: number
  readonly properties: BoundProperties & { readonly beginnings: readonly StateProperty[] }
  /** How much all threads have tested of symmetry. */
  readonly tested: SharedArrayBuffer
}

/** Enough to look up at once, and little enough that all that waits stays in the core's own cache. */
const batchSize = 256

/** Who expands so few at once does not want to wait for a full batch, in which a slow property adds up. */
const fewStates = 64

/** No state, and no beginning either. */
const nowhere = -2

/** Asked before every state, and so not made anew each time. */
const lacksCells = (table: Table): boolean => table.isFull()

/** Breadth-first search of a machine, so that the first finding is a shortest one. */
export const explore = (machine: Machine, options: SearchOptions): Search => {
  const { slots } = machine
  const { keys, visited, frontier, keepWays, properties, tested } = options
  const ways = makeWays(keepWays)
  const invariants = makeTogether(properties.invariants)
  const steps = makeTogether(properties.steps)
  const reached = new Map<string, Finding>()
  let goals = properties.goals
  let broken: Finding | undefined
  let transitions = 0
  let cut = 0
  let depth = 0
  let states = 0
  let sumLow = 0
  let sumHigh = 0
  let expanded = -1
  let begun = false

  const packed = new Int32Array(keys.width)
  const key = new Int32Array(2)
  /** A state and the successor under construction, end to end, as step properties read them. */
  const both = new Int32Array(2 * slots)
  const state = both.subarray(0, slots)
  const next = both.subarray(slots)
  const hasSteps = properties.steps.length > 0
  const hasEnds = properties.ends.length > 0

  const batch = makeBatch(batchSize, slots)
  const recent = makeRecent()
  const exchange = machine.renamings.length > 0 ? makeExchange(machine, properties, tested) : undefined
  let choice = 0

  /** The successor that properties are asked about: in which state it was found, and which it is there. */
  let askedIn = nowhere
  let askedChoice = 0

  const fail = (property: StateProperty | StepProperty | undefined, at: number, path: Path | undefined): void => {
    if (property !== undefined) broken ??= { property, depth: at, path }
  }

  const pathOf = (parent: number, successor: number): Path | undefined =>
    parent < 0 ? { beginning: successor, choices: [] } : ways.to(parent, [successor])

  /** Checks a state that was not known before; false if it lies outside the bounds. */
  const admit = (candidate: Int32Array, at: number, parent: number, successor: number): boolean => {
    exchange?.ofState(candidate)
    for (const memo of invariants.memos())
      if (memo.evaluate(candidate) !== allHold) fail(invariants.findBroken(candidate), at, pathOf(parent, successor))
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

  const candidate = new Int32Array(slots)
  const flush = (): void => {
    const { size } = batch
    visited.addAll(batch.lows, batch.highs, size, batch.fresh)
    batch.clear()
    for (let i = 0; i < size; i++) {
      if (batch.fresh[i] === 0) continue
      sumLow = (sumLow + (batch.lows[i] as number)) | 0
      sumHigh = (sumHigh + (batch.highs[i] as number)) | 0
      batch.rebuild(i, candidate)
      askedIn = batch.parents[i] as number
      askedChoice = batch.choices[i] as number
      if (!admit(candidate, begun ? depth + 1 : 0, askedIn, askedChoice)) continue
      states++
      key[0] = batch.lows[i] as number
      key[1] = batch.highs[i] as number
      frontier.push(keys.pack(candidate, key))
      ways.remember(askedIn, askedChoice)
    }
    askedIn = nowhere
  }

  /** A loop of its own, as in `admit`: the engine makes faster code of two than of one that both use. */
  const checkSteps = (): void => {
    askedIn = expanded
    askedChoice = choice
    for (const memo of steps.memos())
      if (memo.evaluate(both) !== allHold) fail(steps.findBroken(both), depth + 1, pathOf(expanded, choice))
    askedIn = nowhere
  }

  const touched: number[] = new Array<number>(slots).fill(0)
  let touchedCount = 0
  const sink: Sink = {
    get: (slot) => next[slot] as number,
    set: (slot, component) => {
      if (next[slot] === component) return
      if (next[slot] === state[slot]) touched[touchedCount++] = slot
      next[slot] = component
      if (component === state[slot]) untouch(slot)
    },
    commit: () => {
      transitions++
      if (hasSteps) checkSteps()
      keys.derive(state, next, touched, touchedCount, key)
      if (!recent.seen(key[0] as number, key[1] as number))
        batch.add(key, expanded, choice, next, touched, touchedCount)
      choice++
      for (let i = 0; i < touchedCount; i++) next[touched[i] as number] = state[touched[i] as number] as number
      touchedCount = 0
      if (batch.full()) {
        flush()
        batch.origin(state)
      }
    },
  }
  const untouch = (slot: number): void => {
    const at = touched.indexOf(slot)
    touchedCount--
    touched[at] = touched[touchedCount] as number
  }

  const takeIn = (initial: Int32Array, index: number): void => {
    for (const property of properties.beginnings)
      if (property.trie.evaluate(initial) === 0) fail(property, 0, { beginning: index, choices: [] })
    keys.enter(initial, key)
    batch.origin(initial)
    batch.add(key, -1, index, initial, [], 0)
    if (batch.full()) flush()
  }

  const tables: readonly Table[] = [visited, ...keys.joints, ...machine.tables]
  const isFull = (): boolean => tables.some(lacksCells)

  let beginnings: Iterator<Int32Array> | undefined
  let begunWith = 0
  const begin = (millis: number): boolean => {
    const until = performance.now() + millis
    beginnings ??= machine.initial()[Symbol.iterator]()
    while (!begun && broken === undefined && !isFull() && performance.now() < until) {
      const { done, value } = beginnings.next()
      if (!done) takeIn(value, begunWith++)
      else {
        flush()
        begun = true
      }
    }
    const isFirstBroken = broken !== undefined && !begun && begunWith === 1
    if (isFirstBroken && beginnings.next().done !== true) begunWith++
    return begun || broken !== undefined
  }

  const expandNext = (): void => {
    expanded++
    keys.unpack(packed, state)
    for (let slot = 0; slot < slots; slot++) next[slot] = state[slot] as number
    batch.origin(state)
    choice = 0
    exchange?.ofSteps(state)
    machine.expand(state, sink)
    if (hasEnds && choice === 0)
      for (const property of properties.ends)
        if (property.trie.evaluate(state) === 0) fail(property, depth, ways.to(expanded, []))
  }

  const expandLevel = (limit: number): boolean => {
    for (let i = 0; i < limit && broken === undefined && !isFull(); i++) {
      if (!frontier.shift(packed)) {
        flush()
        return false
      }
      expandNext()
      if (frontier.hasEndedSmallPage()) flush()
    }
    if (limit <= fewStates) flush()
    return true
  }

  return {
    begin,
    expandLevel,
    enter: (level) => {
      begun = true
      depth = level
    },
    forgetWays: ways.forget,
    isFull,
    makeRoom: (ample, callHelp) => {
      for (const table of tables) while (table.lacksRoom(ample)) table.grow(callHelp)
    },
    help: () => {
      for (const table of tables) table.help()
    },
    refresh: () => {
      for (const table of tables) table.refresh()
    },
    beginnings: () => begunWith,
    states: () => states,
    transitions: () => transitions,
    depth: () => depth,
    queue: () => frontier.length(),
    commonBytes: () => tables.reduce((sum, table) => sum + table.bytes(), frontier.bytes()),
    ownBytes: () =>
      machine.bytes() + invariants.bytes() + steps.bytes() + (properties.within?.bytes() ?? 0) + ways.bytes(),
    cut: () => cut,
    sum: () => ({ sumLow: sumLow >>> 0, sumHigh: sumHigh >>> 0 }),
    broken: () => broken,
    reached: () => reached,
    atHand: () => (expanded < 0 ? undefined : state),
    currentPath: () => {
      if (askedIn !== nowhere) return pathOf(askedIn, askedChoice)
      return expanded < 0 ? undefined : ways.to(expanded, [])
    },
  }
}
