import { extended, makeMemory, type Memory } from "../../store/memory.ts"

/** One thing that a node can do: its cell afterwards, how it is called, and what follows for others. */
export interface Move extends Effects {
  readonly cell: number
  readonly label: number
}

/** What a step does to others: destination and envelope in turn, and what the clients hear. */
export interface Effects {
  readonly sends: readonly number[]
  readonly events: readonly number[]
}

/**
 * What can happen in each cell, as words in a row: where its moves end, whether a crash can cut one short, then three for every move: the cell, where its
 * effects begin, and the label. Effects stand behind the moves: how many words of sends and the sends, and the same of events. A search walks
 * through millions of rows, and finds more of them in its cache than it would of objects; and the threads of a search can share them.
 */
export interface Rows {
  /** Where the row of a cell begins; 0 when it has none yet. */
  readonly of: (cell: number) => number
  readonly add: (cell: number, moves: readonly Move[], isCut: boolean) => number
  readonly words: () => Int32Array
  readonly bytes: () => number
}

/** The memory of rows that the threads of a search share. */
export interface RowsMemory {
  /** How many words are taken. */
  readonly used: SharedArrayBuffer
  /** Where the row of each cell begins. */
  readonly begins: Memory
  readonly words: Memory
}

const maxBytes = 2 ** 33

export const makeRowsMemory = (): RowsMemory => ({
  used: new SharedArrayBuffer(4),
  begins: makeMemory(maxBytes),
  words: makeMemory(maxBytes),
})

export const firstMove = 2
export const wordsOfMove = 3

const hasEffects = ({ sends, events }: Effects): boolean => sends.length + events.length > 0

const wordsOf = (moves: readonly Move[]): number => {
  let words = firstMove + wordsOfMove * moves.length
  for (const move of moves) if (hasEffects(move)) words += 2 + move.sends.length + move.events.length
  return words
}

/** Makes no rows yet, of one's own or shared; `catchUp` takes in the components that other threads have found. */
export const makeRows = (catchUp: () => void, shared?: RowsMemory): Rows => {
  const used = new Int32Array(shared?.used ?? new ArrayBuffer(4))
  Atomics.compareExchange(used, 0, 0, 1)
  let begins = extended(shared?.begins, new Int32Array(0), 1_024)
  let words = extended(shared?.words, new Int32Array(0), 4_096)
  /** Of rows before this one, all components are known here. */
  let heard = 1
  let written = 0

  const reach = (cell: number): void => {
    if (cell >= begins.length) begins = extended(shared?.begins, begins, cell + 1)
  }

  /** Another thread may have made a row, of components that this one has not met. */
  const hear = (): void => {
    heard = Atomics.load(used, 0)
    if (heard > words.length) words = extended(shared?.words, words, heard)
    catchUp()
  }

  const write = (begin: number, moves: readonly Move[], isCut: boolean): void => {
    let effects = begin + firstMove + wordsOfMove * moves.length
    words[begin] = effects
    words[begin + 1] = isCut ? 1 : 0
    for (const [index, move] of moves.entries()) {
      const { cell, label, sends, events } = move
      words.set([cell, hasEffects(move) ? effects : 0, label], begin + firstMove + wordsOfMove * index)
      if (!hasEffects(move)) continue
      words.set([sends.length, ...sends, events.length, ...events], effects)
      effects += 2 + sends.length + events.length
    }
  }

  return {
    of: (cell) => {
      reach(cell)
      // Read once: meanwhile another thread may put the same row where this one does not look yet.
      const begin = begins[cell] as number
      if (begin >= heard) hear()
      return begin
    },
    add: (cell, moves, isCut) => {
      const size = wordsOf(moves)
      const begin = Atomics.add(used, 0, size)
      if (begin + size > words.length) words = extended(shared?.words, words, begin + size)
      write(begin, moves, isCut)
      reach(cell)
      Atomics.store(begins, cell, begin)
      written += size
      return begin
    },
    words: () => words,
    bytes: () => 4 * written + begins.byteLength,
  }
}
