import type { Machine, Renaming } from "../machine/machine.ts"
import type { Hashes } from "../store/components.ts"
import { finish, mix } from "../store/hash.ts"
import { openTree, type Tree, type TreeMemory } from "../store/tree.ts"

/** How a state is known again: by two words; and by what waits in the frontier. */
export interface Keys {
  /** Takes a state in: its own key, and the origin of the keys that `derive` gives. */
  readonly enter: (state: Int32Array, key: Int32Array) => void
  /** The key of a state that differs from the one last entered in `count` slots. */
  readonly derive: (
    origin: Int32Array,
    state: Int32Array,
    changed: readonly number[],
    count: number,
    key: Int32Array,
  ) => void
  readonly width: number
  readonly pack: (state: Int32Array, key: Int32Array) => Int32Array
  /** Takes a state in that was packed. */
  readonly unpack: (packed: Int32Array, state: Int32Array) => void
  /** What it keeps, and where it must grow while no other thread uses it. */
  readonly joints: Tree["joints"]
}

/** Two independent salts for every slot. */
const slotSalts = (slots: number, seed: number): { readonly low: Int32Array; readonly high: Int32Array } => ({
  low: Int32Array.from({ length: slots }, (_, slot) => finish(finish(seed) + slot * 2 + 0x1234567)),
  high: Int32Array.from({ length: slots }, (_, slot) => finish(finish(~seed) + slot * 2 + 0x89abcde)),
})

/** Keys by content hash. A step adds only the difference that it makes; the sum travels with the state, in quarters that fit narrow pages. */
const fingerprints = ({ slots, hashes }: Machine, seed: number): Keys => {
  const { low: lowSalts, high: highSalts } = slotSalts(slots, seed)
  const hashesOf = Array.from({ length: slots }, (_, slot) => hashes(slot))
  let low = 0
  let high = 0
  const packed = new Int32Array(slots + 4)
  return {
    enter: (state, key) => {
      low = 0
      high = 0
      for (let slot = 0; slot < slots; slot++) {
        const id = state[slot] as number
        const { low: lows, high: highs } = hashesOf[slot] as Hashes
        low = (low + mix(lows[id] as number, lowSalts[slot] as number)) | 0
        high = (high + mix(highs[id] as number, highSalts[slot] as number)) | 0
      }
      key[0] = low
      key[1] = high
    },
    derive: (origin, state, changed, count, key) => {
      let a = low
      let b = high
      for (let i = 0; i < count; i++) {
        const slot = changed[i] as number
        const { low: lows, high: highs } = hashesOf[slot] as Hashes
        const before = origin[slot] as number
        const after = state[slot] as number
        const lowSalt = lowSalts[slot] as number
        const highSalt = highSalts[slot] as number
        a = (a + mix(lows[after] as number, lowSalt) - mix(lows[before] as number, lowSalt)) | 0
        b = (b + mix(highs[after] as number, highSalt) - mix(highs[before] as number, highSalt)) | 0
      }
      key[0] = a
      key[1] = b
    },
    width: slots + 4,
    pack: (state, key) => {
      for (let slot = 0; slot < slots; slot++) packed[slot] = state[slot] as number
      const a = key[0] as number
      const b = key[1] as number
      packed[slots] = a & 0xffff
      packed[slots + 1] = a >>> 16
      packed[slots + 2] = b & 0xffff
      packed[slots + 3] = b >>> 16
      return packed
    },
    unpack: (from, state) => {
      for (let slot = 0; slot < slots; slot++) state[slot] = from[slot] as number
      low = (from[slots] as number) | ((from[slots + 1] as number) << 16)
      high = (from[slots + 2] as number) | ((from[slots + 3] as number) << 16)
    },
    joints: [],
  }
}

/** Exact keys, by tree compression; what waits is the key itself. */
const exactKeys = (tree: Tree): Keys => {
  return {
    enter: tree.fold,
    derive: (_origin, state, changed, count, key) => tree.refold(state, changed, count, key),
    width: 2,
    pack: (_state, key) => key,
    unpack: tree.unfold,
    joints: tree.joints,
  }
}

/** Takes the least of all renamings of a state for the state, so that each orbit is known by one key. */
const upToRenaming = ({ slots, compared, renamings }: Machine, keys: Keys): Keys => {
  const least = new Int32Array(slots)

  /** Puts what a renaming makes of a state in the place of the least so far if it is less: most are seen to be greater at the first slot. */
  const compare = (rename: Renaming, state: Int32Array): void => {
    for (let i = 0; i < slots; i++) {
      const slot = compared[i] as number
      const component = rename(state, slot)
      const difference = component - (least[slot] as number)
      if (difference > 0) return
      if (difference === 0) continue
      least[slot] = component
      for (let k = i + 1; k < slots; k++) least[compared[k] as number] = rename(state, compared[k] as number)
      return
    }
  }

  const enter = (state: Int32Array, key: Int32Array): void => {
    for (let slot = 0; slot < slots; slot++) least[slot] = state[slot] as number
    for (let i = 0; i < renamings.length; i++) compare(renamings[i] as Renaming, state)
    keys.enter(least, key)
  }
  return {
    ...keys,
    enter,
    derive: (_origin, state, _changed, _count, key) => enter(state, key),
    // What waits is the state that was met and not its renaming, so that a way leads from one to the next.
    width: slots,
    pack: (state) => state,
    unpack: (packed, state) => state.set(packed),
  }
}

export interface KeyOptions {
  /** Memory for the parts of states makes keys exact. */
  readonly parts: TreeMemory | undefined
  readonly isAlone: () => boolean
  /** Salts fingerprints, so that another seed has other collisions. */
  readonly seed: number
}

/** The keys that a search of this machine needs. */
export const keysFor = (machine: Machine, { parts, isAlone, seed }: KeyOptions): Keys => {
  const { slots, groups, renamings } = machine
  const plain = parts ? exactKeys(openTree(parts, slots, groups, isAlone)) : fingerprints(machine, seed)
  return renamings.length > 0 ? upToRenaming(machine, plain) : plain
}
