/**
 * What can happen in each cell, as words in a row: how many there are, then three for every move. A search walks through
 * millions of rows, and finds more of them in its cache than it would of objects.
 */
export interface Rows {
  /** Where the row of a cell begins; 0 when it has none yet. */
  readonly of: (cell: number) => number
  readonly add: (cell: number, moves: readonly (readonly [number, number, number])[]) => number
  readonly words: () => Int32Array
  readonly bytes: () => number
}

const longer = (words: Int32Array, atLeast: number): Int32Array => {
  const more = new Int32Array(Math.max(atLeast, words.length * 2))
  more.set(words)
  return more
}

/** Makes no rows yet. */
export const makeRows = (): Rows => {
  let begins: Int32Array = new Int32Array(1024)
  let words: Int32Array = new Int32Array(4096)
  let used = 1
  return {
    of: (cell) => (cell < begins.length ? (begins[cell] as number) : 0),
    add: (cell, moves) => {
      const size = 1 + 3 * moves.length
      if (cell >= begins.length) begins = longer(begins, cell + 1)
      if (used + size > words.length) words = longer(words, used + size)
      const begin = used
      words[begin] = size
      words.set(moves.flat(), begin + 1)
      used += size
      begins[cell] = begin
      return begin
    },
    words: () => words,
    bytes: () => begins.byteLength + words.byteLength,
  }
}
