/** Words that several threads may share, and that grow where they are: nothing is copied, and views stay valid. */
export interface Memory {
  readonly bytes: SharedArrayBuffer
}

/** Address space is set aside for the largest size; only what is in use takes memory. */
export const makeMemory = (maxBytes: number): Memory => ({
  bytes: new SharedArrayBuffer(0, { maxByteLength: maxBytes }),
})

/** Another thread may grow it in the same moment, and further: then there is nothing left to do. */
const growTo = (bytes: SharedArrayBuffer, length: number): void => {
  try {
    bytes.grow(length)
  } catch (error) {
    if (bytes.byteLength < length) throw error
  }
}

/** A view of the first words, for which the memory grows as far as needed. A view of fixed length is the fast kind. */
export const wordsIn = ({ bytes }: Memory, count: number): Int32Array => {
  if (bytes.byteLength < 4 * count) growTo(bytes, 4 * count)
  return new Int32Array(bytes, 0, count)
}

/** At least so many words, and twice as many as before: of a memory, or of one's own where there is none. */
export const extended = (memory: Memory | undefined, words: Int32Array, atLeast: number): Int32Array => {
  const length = Math.max(atLeast, 2 * words.length)
  if (memory !== undefined) return wordsIn(memory, length)
  const more = new Int32Array(length)
  more.set(words)
  return more
}
