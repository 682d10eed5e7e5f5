/** Random numbers that are the same in every run. */
export interface Dice {
  /** A number from 0 up to, not including, `sides`. */
  readonly roll: (sides: number) => number
}

/** Dice that a seed decides: fast, since millions of inputs are made with them. */
export const dice = (seed: number): Dice => {
  let state = seed
  return {
    roll(sides) {
      state = (state + 0x6d2b79f5) | 0
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
      return ((((mixed ^ (mixed >>> 14)) >>> 0) * sides) / 2 ** 32) | 0
    },
  }
}

const longestRandom = 40

/** Bytes without any plan, often of few values: those come further. */
export const randomBytes = ({ roll }: Dice): Uint8Array => {
  const values = roll(3) === 0 ? 256 : 4
  return Uint8Array.from({ length: roll(longestRandom) }, () => roll(values))
}

type Mutation = (frame: Uint8Array, dice: Dice, other: Uint8Array) => Uint8Array

const joined = (...parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const withByte = (frame: Uint8Array, at: number, value: number): Uint8Array => {
  const changed = frame.slice()
  changed[at] = value
  return changed
}

/** What goes wrong on a wire, and what somebody does to it who knows the format. */
const mutations: readonly Mutation[] = [
  /** One bit is another. */
  function flips(frame, { roll }) {
    const at = roll(frame.length)
    return withByte(frame, at, (frame[at] ?? 0) ^ (1 << roll(8)))
  },
  /** One byte is another. */
  (frame, { roll }) => withByte(frame, roll(frame.length), roll(256)),
  /** One byte is a little more or less: a count, a length, a number of a variant. */
  function shifts(frame, { roll }) {
    const at = roll(frame.length)
    return withByte(frame, at, (frame[at] ?? 0) + roll(3) - 1)
  },
  /** The end is missing. */
  (frame, { roll }) => frame.slice(0, roll(frame.length)),
  /** Something is missing. */
  function cuts(frame, { roll }) {
    const at = roll(frame.length)
    return joined(frame.subarray(0, at), frame.subarray(at + 1 + roll(4)))
  },
  /** Something comes twice. */
  function repeats(frame, { roll }) {
    const at = roll(frame.length)
    const end = at + 1 + roll(8)
    return joined(frame.subarray(0, end), frame.subarray(at))
  },
  /** Something comes between. */
  function inserts(frame, dice) {
    const at = dice.roll(frame.length + 1)
    return joined(frame.subarray(0, at), randomBytes(dice).subarray(0, 1 + dice.roll(5)), frame.subarray(at))
  },
  /** A number is huge. */
  function grows(frame, { roll }) {
    const at = roll(frame.length)
    const huge = Uint8Array.from({ length: 1 + roll(9) }, () => 128 | roll(128))
    return joined(frame.subarray(0, at), huge, Uint8Array.of(roll(128)), frame.subarray(at + 1))
  },
  /** The end of another frame follows. */
  (frame, { roll }, other) => joined(frame.subarray(0, roll(frame.length)), other.subarray(roll(other.length))),
  /** Bytes follow. */
  (frame, dice) => joined(frame, randomBytes(dice)),
]

/** A frame of the list, with one to three things wrong. */
export const mutated = (frames: readonly Uint8Array[], dice: Dice): Uint8Array => {
  const pick = () => frames[dice.roll(frames.length)] ?? new Uint8Array(1)
  let frame = pick()
  for (let count = dice.roll(3); count >= 0; count--) {
    const mutation = mutations[dice.roll(mutations.length)]
    if (mutation !== undefined && frame.length > 0) frame = mutation(frame, dice, pick())
  }
  return frame
}
