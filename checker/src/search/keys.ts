import type { Components } from "../store/components.ts"
import { finish, mix } from "../store/hash.ts"
import type { Renaming } from "../machine/machine.ts"
import { makeTree } from "../store/tree.ts"

/** How a state is known again: by two words, and by what waits in the frontier. */
export interface Keys {
  /** The key of a state; the first word is never 0. */
  readonly key: (state: Int32Array, key: Int32Array) => void
  readonly width: number
  readonly pack: (state: Int32Array, key: Int32Array) => Int32Array
  readonly unpack: (packed: Int32Array, state: Int32Array) => void
  readonly bytes: () => number
}

/** Two independent salts for every slot. */
export const slotSalts = (slots: number): { readonly low: Int32Array; readonly high: Int32Array } => ({
  low: Int32Array.from({ length: slots }, (_, slot) => finish(slot * 2 + 0x1234567)),
  high: Int32Array.from({ length: slots }, (_, slot) => finish(slot * 2 + 0x89abcde)),
})

/** Keys by content hash: 64 bits, of which one value is left out. */
export const fingerprints = (slots: number, components: Components): Keys => {
  const salts = slotSalts(slots)
  const { hashes } = components
  return {
    key: (state, key) => {
      const { low, high } = hashes
      let a = 0
      let b = 0
      for (let slot = 0; slot < slots; slot++) {
        const id = state[slot] as number
        a += mix(low[id] as number, salts.low[slot] as number)
        b += mix(high[id] as number, salts.high[slot] as number)
      }
      key[0] = a | 0 || 1
      key[1] = b | 0
    },
    width: slots,
    pack: (state) => state,
    unpack: (packed, state) => state.set(packed),
    bytes: () => 0,
  }
}

/** Exact keys, by tree compression; what waits is the key itself. */
export const exactKeys = (slots: number): Keys => {
  const tree = makeTree(slots)
  const root = new Int32Array(2)
  return {
    key: (state, key) => {
      tree.fold(state, key)
      key[0] = (key[0] as number) + 1
    },
    width: 2,
    pack: (_state, key) => key,
    unpack: (packed, state) => {
      root[0] = (packed[0] as number) - 1
      root[1] = packed[1] as number
      tree.unfold(root, state)
    },
    bytes: tree.bytes,
  }
}

const precedes = (left: Int32Array, right: Int32Array): boolean => {
  for (let i = 0; i < left.length; i++) {
    const difference = (left[i] as number) - (right[i] as number)
    if (difference !== 0) return difference < 0
  }
  return false
}

/** Takes the least of all renamings of a state for the state, so that each orbit is known by one key. */
export const upToRenaming = (slots: number, keys: Keys, renamings: readonly Renaming[]): Keys => {
  const least = new Int32Array(slots)
  const renamed = new Int32Array(slots)
  return {
    ...keys,
    key: (state, key) => {
      least.set(state)
      for (const rename of renamings) {
        rename(state, renamed)
        if (precedes(renamed, least)) least.set(renamed)
      }
      keys.key(least, key)
    },
  }
}
