import { wordsIn, type Memory } from "./memory.ts"

/** How a table of cells lies in shared memory. A cell of zeros is free; probing goes up from a cell's home, and a home is twice as far in a table of twice the size. */
export interface Layout {
  /** Words a cell. */
  readonly width: number
  readonly memory: Memory
  /** Words of a table with 2^bits homes. */
  readonly wordsOf: (bits: number) => number
  /** Moves each cell between two places of `source`, which may be the table itself, into the first free one from its home on. Others may be doing the same elsewhere. */
  readonly move: (words: Int32Array, bits: number, source: Int32Array, from: number, to: number) => void
}

/** What several threads fill, and what grows where it is. */
export interface Table {
  /** Whether it should grow before more is added. */
  readonly isFull: () => boolean
  /** Whether it is full, or where `ample` would soon be. */
  readonly lacksRoom: (ample: boolean) => boolean
  /** Doubles its room, while no other thread uses it; calls for help where there is much to do. */
  readonly grow: (callHelp?: () => void) => void
  /** Helps another thread that makes it grow. */
  readonly help: () => void
  /** Sees what another thread made of it. */
  readonly refresh: () => void
  readonly bytes: () => number
}

/** Doubles a table where it is. Whoever has nothing else to do can help. */
export interface Doubling {
  /** Spreads the cells of a table over one with 2^bits homes, calling for help first where that is worth it; nobody may use the table meanwhile. */
  readonly spread: (bits: number, callHelp?: () => void) => void
  /** Takes a share of what is being spread, if anything is. */
  readonly help: () => void
}

/** The words of the control block; behind them stand the bounds of the shares. */
const control = { bits: 0, shares: 1, left: 2, done: 3, bounds: 4 } as const
const sharesOfRound = 16
const mostBounds = 2 * sharesOfRound * 32
const pageWords = 1024
/** Where so few words are left to spread, they are lifted out at once. */
const fewWords = 1 << 14

/** Memory for what the threads agree on while a table grows. */
export const makeDoublingControl = (): SharedArrayBuffer => new SharedArrayBuffer(4 * (control.bounds + mostBounds))

/**
 * In the first round the new pages are taken into use. Then the table is spread from its upper half down: what begins with a free cell in the
 * middle leads to nowhere before its end, where nothing is left by then. A share that begins with a free cell at `from`, and ends before one at `to`,
 * fills no cell outside of 2 from to 2 to: those of its cells whose homes are at x or later had room before `to`, and have twice that now. So the
 * shares of a round never meet.
 */
const planShares = (words: Int32Array, { width }: Layout, end: number): { bounds: number[]; rest: number } => {
  const freeFrom = (from: number): number => {
    let at = Math.ceil(from / width) * width
    while (at < end && words[at] !== 0) at += width
    return at
  }
  const bounds: number[] = []
  const addRound = (from: number, to: number, cut: (at: number) => number): void => {
    const part = (to - from) / sharesOfRound
    for (let share = 0; share < sharesOfRound; share++)
      bounds.push(cut(from + part * share), Math.min(cut(from + part * (share + 1)), to))
  }
  let rest = end
  if (end > fewWords) addRound(end, words.length, (at) => Math.ceil(at / pageWords) * pageWords)
  while (rest > fewWords && bounds.length < mostBounds) {
    const begin = freeFrom(rest / 2)
    if (begin >= rest) break
    addRound(begin, rest, freeFrom)
    rest = begin
  }
  return { bounds, rest }
}

/** What is read first is a page of zeros that all share; writing to it later takes a second fault, for which every other thread is interrupted. */
const takePages = (words: Int32Array, from: number, to: number): void => {
  for (let at = from; at < to; at += pageWords) words[at] = 0
}

/** Takes part whenever a table is doubled. */
export const openDoubling = (shared: SharedArrayBuffer, layout: Layout): Doubling => {
  const state = new Int32Array(shared)

  const awaitDone = (count: number): void => {
    for (let done = Atomics.load(state, control.done); done < count; done = Atomics.load(state, control.done))
      Atomics.wait(state, control.done, done, 1)
  }

  const take = (share: number): void => {
    const bits = state[control.bits] as number
    awaitDone(share - (share % sharesOfRound))
    const words = wordsIn(layout.memory, layout.wordsOf(bits))
    const bound = control.bounds + 2 * share
    const [from, to] = [state[bound] as number, state[bound + 1] as number]
    if (share < sharesOfRound) takePages(words, from, to)
    else layout.move(words, bits, words, from, to)
  }

  /** Whoever fails here ends the search, and nobody shall wait for the share until then: the others could not even hear of it. */
  const help = (): void => {
    while (Atomics.load(state, control.left) > 0) {
      const left = Atomics.sub(state, control.left, 1)
      if (left <= 0) return
      try {
        take((state[control.shares] as number) - left)
      } finally {
        Atomics.add(state, control.done, 1)
        Atomics.notify(state, control.done)
      }
    }
  }

  return {
    spread: (bits, callHelp) => {
      const words = wordsIn(layout.memory, layout.wordsOf(bits))
      const { bounds, rest } = planShares(words, layout, layout.wordsOf(bits - 1))
      state.set(bounds, control.bounds)
      state[control.bits] = bits
      state[control.shares] = bounds.length / 2
      Atomics.store(state, control.done, 0)
      Atomics.store(state, control.left, bounds.length / 2)
      if (bounds.length > 0) callHelp?.()
      help()
      awaitDone(bounds.length / 2)
      const lifted = words.slice(0, rest)
      words.fill(0, 0, rest)
      layout.move(words, bits, lifted, 0, rest)
    },
    help,
  }
}
