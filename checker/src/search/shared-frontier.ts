import { type Memory, makeMemory, wordsIn } from "../store/memory.ts"
import type { Frontier } from "./frontier.ts"

/**
 * Two levels in pages: the one at hand, from which every thread takes whole pages, and the next one.
 * A page of 16-bit numbers takes one unit of memory, one of 32-bit numbers two.
 */
export interface FrontierMemory {
  readonly pages: readonly [Memory, Memory]
  /** For each unit, how many states the page that begins there holds; negative where it is a wide one. */
  readonly used: readonly [Memory, Memory]
  readonly control: SharedArrayBuffer
}

const control = { level: 0, taken: 1, filled: 2 } as const
const pageStates = 2_048
const maxBytes = 2 ** 36
const maxUnits = 2 ** 24
const widest = 0xffff

/** Memory for an empty frontier. */
export const makeFrontierMemory = (): FrontierMemory => ({
  pages: [makeMemory(maxBytes), makeMemory(maxBytes)],
  used: [makeMemory(4 * maxUnits), makeMemory(4 * maxUnits)],
  control: new SharedArrayBuffer(16),
})

interface Page {
  readonly words: Uint16Array | Int32Array
  readonly unit: number
  count: number
  at: number
}

const none: Page = { words: new Uint16Array(0), unit: 0, count: 0, at: 0 }

type Level = 0 | 1
const other = (level: Level): Level => (level === 0 ? 1 : 0)

/** A frontier of several threads. `descend` is for one of them alone, after all have handed over what they wrote. */
export interface SharedFrontier extends Frontier {
  /** Hands over a page that is not full. */
  readonly endPage: () => void
}

/** Opens the frontier for one thread. */
export const openFrontier = (memory: FrontierMemory, width: number): SharedFrontier => {
  const state = new Int32Array(memory.control)
  const pageNumbers = pageStates * width
  const unitWords = Math.ceil(pageNumbers / 2)
  let reading = none
  let writing = none
  let waiting = 0

  const level = (): Level => (Atomics.load(state, control.level) === 0 ? 0 : 1)
  const filledWord = (of: Level): number => control.filled + of

  const pageAt = (of: Level, unit: number, wide: boolean, count: number): Page => {
    const { bytes } = memory.pages[of]
    const from = 4 * unit * unitWords
    const words = wide ? new Int32Array(bytes, from, pageNumbers) : new Uint16Array(bytes, from, pageNumbers)
    return { words, unit, count, at: 0 }
  }

  const endPage = (): void => {
    const { words, unit, count } = writing
    if (writing !== none)
      wordsIn(memory.used[other(level())], unit + 1)[unit] = words instanceof Int32Array ? -count : count
    writing = none
  }

  const beginPage = (wide: boolean): void => {
    endPage()
    const next = other(level())
    const units = wide ? 2 : 1
    const unit = Atomics.add(state, filledWord(next), units)
    wordsIn(memory.pages[next], (unit + units) * unitWords)
    wordsIn(memory.used[next], unit + units).fill(0, unit)
    writing = pageAt(next, unit, wide, 0)
  }

  const takePage = (): boolean => {
    const now = level()
    const unit = Atomics.add(state, control.taken, 1)
    if (unit >= Atomics.load(state, filledWord(now))) return false
    const used = wordsIn(memory.used[now], unit + 1)[unit] as number
    reading = used === 0 ? none : pageAt(now, unit, used < 0, Math.abs(used))
    return true
  }

  const isWide = (packed: Int32Array): boolean => {
    for (let i = 0; i < width; i++) if ((packed[i] as number) > widest) return true
    return false
  }

  /** A page with room for a state; what is wide does not fit a narrow one. */
  const pageFor = (packed: Int32Array): Page => {
    const wide = isWide(packed)
    if (writing === none || writing.count === pageStates || (wide && writing.words instanceof Uint16Array))
      beginPage(wide)
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
    bytes: () => memory.pages[0].bytes.byteLength + memory.pages[1].bytes.byteLength,
  }
}
