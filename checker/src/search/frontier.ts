import { type Memory, makeMemory, wordsIn } from "../store/memory.ts"

/**
 * States that wait to be expanded, level by level, each a fixed number of small integers, in pages that several threads share.
 * A page of 16-bit numbers takes one unit of memory, one of 32-bit numbers two.
 */
export interface Frontier {
  /** Puts a state into the next level. */
  readonly push: (packed: Int32Array) => void
  /** Takes a state out of the level at hand; false when none is left. */
  readonly shift: (into: Int32Array) => boolean
  /** Hands over a page that is not full. */
  readonly endPage: () => void
  /** Makes the next level the one at hand, after every thread has handed over its page; false when it is empty. For one thread. */
  readonly descend: () => boolean
  /** How many more states this thread has put in than taken out. */
  readonly length: () => number
  readonly bytes: () => number
}

export interface FrontierMemory {
  readonly pages: Memory
  /** For the pages of each level, two words: where it begins, and how many states it holds, negative for a wide one. */
  readonly levels: readonly [Memory, Memory]
  readonly control: SharedArrayBuffer
}

const control = { level: 0, taken: 1, units: 2, filled: 3 } as const
const pageStates = 2_048
const maxBytes = 2 ** 36
const maxPages = 2 ** 24
const widest = 0xffff

/** Memory for an empty frontier. */
export const makeFrontierMemory = (): FrontierMemory => ({
  pages: makeMemory(maxBytes),
  levels: [makeMemory(8 * maxPages), makeMemory(8 * maxPages)],
  control: new SharedArrayBuffer(20),
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

/** Opens the frontier for one thread. */
export const openFrontier = (memory: FrontierMemory, width: number): Frontier => {
  const state = new Int32Array(memory.control)
  const pageNumbers = pageStates * width
  const unitWords = Math.ceil(pageNumbers / 2)
  /** Units whose pages this thread has read, to be written again. */
  const spare: { readonly narrow: number[]; readonly wide: number[] } = { narrow: [], wide: [] }
  let reading = none
  let writing = none
  let waiting = 0

  const level = (): Level => (Atomics.load(state, control.level) === 0 ? 0 : 1)
  const filledWord = (of: Level): number => control.filled + of

  const pageAt = (unit: number, wide: boolean, count: number): Page => {
    const from = 4 * unit * unitWords
    const { bytes } = memory.pages
    const words = wide ? new Int32Array(bytes, from, pageNumbers) : new Uint16Array(bytes, from, pageNumbers)
    return { words, unit, count, at: 0 }
  }

  const endPage = (): void => {
    if (writing === none) return
    const next = other(level())
    const page = Atomics.add(state, filledWord(next), 1)
    const list = wordsIn(memory.levels[next], 2 * (page + 1))
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
  }

  const retire = (): void => {
    if (reading !== none) (isWidePage(reading) ? spare.wide : spare.narrow).push(reading.unit)
    reading = none
  }

  const takePage = (): boolean => {
    retire()
    const now = level()
    const page = Atomics.add(state, control.taken, 1)
    if (page >= Atomics.load(state, filledWord(now))) return false
    const list = wordsIn(memory.levels[now], 2 * (page + 1))
    const count = list[2 * page + 1] as number
    reading = pageAt(list[2 * page] as number, count < 0, Math.abs(count))
    return true
  }

  const isWide = (packed: Int32Array): boolean => {
    for (let i = 0; i < width; i++) if ((packed[i] as number) > widest) return true
    return false
  }

  /** A page with room for a state; what is wide does not fit a narrow one. */
  const pageFor = (packed: Int32Array): Page => {
    const wide = isWide(packed)
    if (writing === none || writing.count === pageStates || (wide && !isWidePage(writing))) beginPage(wide)
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
    endPage,
    descend: () => {
      const [done, next] = [level(), other(level())]
      Atomics.store(state, filledWord(done), 0)
      Atomics.store(state, control.taken, 0)
      Atomics.store(state, control.level, next)
      return Atomics.load(state, filledWord(next)) > 0
    },
    length: () => waiting,
    bytes: () => 4 * unitWords * Atomics.load(state, control.units),
  }
}
