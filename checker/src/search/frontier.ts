import { type Memory, makeMemory, wordsIn } from "../store/memory.ts"

/**
 * States that wait to be expanded, level by level, each a fixed number of small integers, in pages. A page of 16-bit numbers takes one unit
 * of memory, one of 32-bit numbers two. A thread expands the pages that it wrote before those of others: what states lead to is like them, so
 * that each thread meets fewer components, and learns less that another knows already.
 */
export interface Frontier {
  /** Puts a state into the next level. */
  readonly push: (packed: Int32Array) => void
  /** Takes a state out of the level at hand; false when none is left. */
  readonly shift: (into: Int32Array) => boolean
  /** Whether the last state of a small page was taken: in a narrow level, others look for work while this thread still has some. */
  readonly hasEndedSmallPage: () => boolean
  /** Hands over a page that is not full. */
  readonly endPage: () => void
  /** Makes the next level the one at hand, after every thread has handed over its page; false when it is empty. For one thread. */
  readonly descend: () => boolean
  /** Whether the level at hand, of which none is taken yet, has only a few states. */
  readonly isNarrow: () => boolean
  /** How many more states this thread has put in than taken out. */
  readonly length: () => number
  readonly bytes: () => number
}

/** For each page of a level, two words: where it begins, and how many states it holds, negative for a wide one. */
type Levels = readonly [Memory, Memory]

export interface FrontierMemory {
  readonly pages: Memory
  /** The pages that each thread wrote. */
  readonly lists: readonly Levels[]
  readonly control: SharedArrayBuffer
}

/** The words of the control block; the last three are there for each thread. */
const control = { level: 0, units: 1, taken: 2, filled: 3 } as const
const wordsOfList = 3
/** Where a level ends, a thread waits for as long as another takes for a page. */
const pageStates = 512
/** The first pages of a level hold fewer, so that a narrow level has some for every thread: eight of 8, eight of 16, and so on. */
const firstStates = 8
const pagesOfSize = 8
/** So many of the first pages make a narrow level: to meet takes a thread as long as to expand them. */
const narrowPages = 4
const maxBytes = 2 ** 36
const maxPages = 2 ** 24
const widest = 0xffff

const roomOf = (page: number): number => Math.min(pageStates, firstStates * 2 ** Math.floor(page / pagesOfSize))

/** Memory for an empty frontier. */
export const makeFrontierMemory = (threads: number): FrontierMemory => ({
  pages: makeMemory(maxBytes),
  lists: Array.from({ length: threads }, () => [makeMemory(8 * maxPages), makeMemory(8 * maxPages)]),
  control: new SharedArrayBuffer(4 * (control.taken + threads * wordsOfList)),
})

interface Page {
  readonly words: Uint16Array | Int32Array
  readonly unit: number
  count: number
  at: number
}

const none: Page = { words: new Uint16Array(0), unit: -1, count: 0, at: 0 }
const isWidePage = ({ words }: Page): boolean => words instanceof Int32Array

type Level = 0 | 1
const other = (level: Level): Level => (level === 0 ? 1 : 0)

/** Opens the frontier for thread `me`. */
export const openFrontier = (memory: FrontierMemory, me: number, width: number): Frontier => {
  const state = new Int32Array(memory.control)
  const pageNumbers = pageStates * width
  const unitWords = Math.ceil(pageNumbers / 2)
  /** Units whose pages this thread has read, to be written again. */
  const spare: { readonly narrow: number[]; readonly wide: number[] } = { narrow: [], wide: [] }
  let reading = none
  let writing = none
  /** How many states the page at hand may hold. */
  let room = 0
  let waiting = 0

  const level = (): Level => (Atomics.load(state, control.level) === 0 ? 0 : 1)
  const takenWord = (thread: number): number => control.taken + thread * wordsOfList
  const filledWord = (thread: number, of: Level): number => control.filled + thread * wordsOfList + of
  const threads = memory.lists.map((_, thread) => thread)
  const ownFirst = [...threads.slice(me), ...threads.slice(0, me)]

  const listOf = (thread: number, of: Level, pages: number): Int32Array => {
    const levels = memory.lists[thread]
    if (levels === undefined) throw new Error(`a frontier has no thread ${thread}`)
    return wordsIn(levels[of], 2 * pages)
  }

  const pageAt = (unit: number, wide: boolean, count: number): Page => {
    const from = 4 * unit * unitWords
    const { bytes } = memory.pages
    const words = wide ? new Int32Array(bytes, from, pageNumbers) : new Uint16Array(bytes, from, pageNumbers)
    return { words, unit, count, at: 0 }
  }

  const endPage = (): void => {
    if (writing === none) return
    const next = other(level())
    const page = Atomics.add(state, filledWord(me, next), 1)
    const list = listOf(me, next, page + 1)
    list[2 * page] = writing.unit
    list[2 * page + 1] = isWidePage(writing) ? -writing.count : writing.count
    writing = none
  }

  const newUnit = (units: number): number => {
    const unit = Atomics.add(state, control.units, units)
    wordsIn(memory.pages, (unit + units) * unitWords)
    return unit
  }

  const beginPage = (wide: boolean): void => {
    endPage()
    const unit = (wide ? spare.wide : spare.narrow).pop() ?? newUnit(wide ? 2 : 1)
    writing = pageAt(unit, wide, 0)
    room = roomOf(Atomics.load(state, filledWord(me, other(level()))))
  }

  const retire = (): void => {
    if (reading !== none) (isWidePage(reading) ? spare.wide : spare.narrow).push(reading.unit)
    reading = none
  }

  const takeFrom = (thread: number): boolean => {
    const now = level()
    const filled = Atomics.load(state, filledWord(thread, now))
    const page = Atomics.add(state, takenWord(thread), 1)
    if (page >= filled) return false
    const list = listOf(thread, now, page + 1)
    const count = list[2 * page + 1] as number
    reading = pageAt(list[2 * page] as number, count < 0, Math.abs(count))
    return true
  }

  const takePage = (): boolean => {
    retire()
    return ownFirst.some(takeFrom)
  }

  const isWide = (packed: Int32Array): boolean => {
    for (let i = 0; i < width; i++) if ((packed[i] as number) > widest) return true
    return false
  }

  /** A page with room for a state; what is wide does not fit a narrow one. */
  const pageFor = (packed: Int32Array): Page => {
    const wide = isWide(packed)
    if (writing === none || writing.count === room || (wide && !isWidePage(writing))) beginPage(wide)
    return writing
  }

  return {
    push: (packed) => {
      const page = pageFor(packed)
      const { words } = page
      let to = page.count++ * width
      for (let i = 0; i < width; i++) words[to++] = packed[i] as number
      waiting++
    },
    shift: (into) => {
      while (reading.at === reading.count) if (!takePage()) return false
      const { words } = reading
      let from = reading.at++ * width
      for (let i = 0; i < width; i++) into[i] = words[from++] as number
      waiting--
      return true
    },
    hasEndedSmallPage: () => reading.at === reading.count && reading.count < pageStates,
    endPage,
    descend: () => {
      const [done, next] = [level(), other(level())]
      for (const thread of threads) {
        Atomics.store(state, filledWord(thread, done), 0)
        Atomics.store(state, takenWord(thread), 0)
      }
      Atomics.store(state, control.level, next)
      return threads.some((thread) => Atomics.load(state, filledWord(thread, next)) > 0)
    },
    isNarrow: () => {
      const now = level()
      return threads.reduce((pages, thread) => pages + Atomics.load(state, filledWord(thread, now)), 0) <= narrowPages
    },
    length: () => waiting,
    bytes: () => 4 * unitWords * Atomics.load(state, control.units),
  }
}
