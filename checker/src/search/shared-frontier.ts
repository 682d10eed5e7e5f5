import { type Memory, makeMemory, wordsIn } from "../store/memory.ts"
import type { Frontier } from "./frontier.ts"

/** Two levels in pages: the one at hand, from which every thread takes whole pages, and the next one. */
export interface FrontierMemory {
  readonly pages: readonly [Memory, Memory]
  /** How many states each page holds. */
  readonly used: readonly [Memory, Memory]
  readonly control: SharedArrayBuffer
}

const control = { level: 0, taken: 1, filled: 2 } as const
const pageStates = 2_048
const maxBytes = 2 ** 36
const maxPages = 2 ** 24

/** Memory for an empty frontier. */
export const makeFrontierMemory = (): FrontierMemory => ({
  pages: [makeMemory(maxBytes), makeMemory(maxBytes)],
  used: [makeMemory(4 * maxPages), makeMemory(4 * maxPages)],
  control: new SharedArrayBuffer(16),
})

interface Page {
  readonly words: Int32Array
  count: number
  at: number
}

const none: Page = { words: new Int32Array(0), count: 0, at: 0 }

/** Opens the frontier for one thread. `descend` is for one thread alone; before, each says `endPage`, and afterwards `refresh`. */
export interface SharedFrontier extends Frontier {
  /** Hands over a page that is not full. */
  readonly endPage: () => void
}

export const openFrontier = (memory: FrontierMemory, width: number): SharedFrontier => {
  const state = new Int32Array(memory.control)
  const pageWords = pageStates * width
  let reading: Page = none
  let writing: Page = none
  let writingPage = 0
  let waiting = 0

  const level = (): 0 | 1 => (Atomics.load(state, control.level) === 0 ? 0 : 1)
  const filledWord = (of: 0 | 1): number => control.filled + of

  const pageAt = (of: 0 | 1, page: number, count: number): Page => {
    const { bytes } = memory.pages[of]
    return { words: new Int32Array(bytes, 4 * page * pageWords, pageWords), count, at: 0 }
  }

  const endPage = (): void => {
    if (writing !== none) wordsIn(memory.used[other(level())], writingPage + 1)[writingPage] = writing.count
    writing = none
  }

  const beginPage = (): void => {
    endPage()
    const next = other(level())
    writingPage = Atomics.add(state, filledWord(next), 1)
    wordsIn(memory.pages[next], (writingPage + 1) * pageWords)
    writing = pageAt(next, writingPage, 0)
  }

  const takePage = (): boolean => {
    const now = level()
    const page = Atomics.add(state, control.taken, 1)
    if (page >= Atomics.load(state, filledWord(now))) return false
    reading = pageAt(now, page, wordsIn(memory.used[now], page + 1)[page] as number)
    return true
  }

  return {
    push: (packed) => {
      if (writing.count === pageStates || writing === none) beginPage()
      const { words } = writing
      let to = writing.count++ * width
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

const other = (level: 0 | 1): 0 | 1 => (level === 0 ? 1 : 0)
