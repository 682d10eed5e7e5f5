/** Gives numbers from 0 up to but not including 1: the same for the same seed, on every machine. */
export type Random = () => number

/** Mixes numbers to one of 32 bits. */
export const mixed = (...numbers: readonly number[]): number =>
  numbers.reduce((hash, number) => {
    let word = Math.imul(hash ^ (number | 0), 0x85ebca6b)
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
    return (word ^ (word >>> 16)) >>> 0
  }, 0x9e3779b9)

/** A generator of 32-bit arithmetic alone. */
export const randomFrom = (seed: number): Random => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let word = Math.imul(state ^ (state >>> 15), 1 | state)
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A whole number from 0 up to but not including a bound. */
export const below = (random: Random, bound: number): number => Math.floor(random() * bound)
