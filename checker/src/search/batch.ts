/**
 * Successors that wait to be looked up together. Each is kept as its key, its origin, and the slots in which it differs
 * from it: most turn out to be known, and are never built.
 */
export interface Batch {
  readonly lows: Int32Array
  readonly highs: Int32Array
  readonly parents: Int32Array
  readonly choices: Int32Array
  readonly fresh: Uint8Array
  size: number
  /** The state from which the next successors come; it is looked at when the first of them is added. */
  readonly origin: (state: Int32Array) => void
  readonly add: (
    key: Int32Array,
    parent: number,
    choice: number,
    state: Int32Array,
    changed: readonly number[],
    count: number,
  ) => void
  readonly rebuild: (index: number, into: Int32Array) => void
  readonly full: () => boolean
  /** What was in it can be rebuilt until the next is added. */
  readonly clear: () => void
}

/** Makes an empty batch. */
export const makeBatch = (capacity: number, slots: number): Batch => {
  const origins = new Int32Array(capacity * slots)
  const originOf = new Int32Array(capacity)
  const ends = new Int32Array(capacity)
  const changes = new Int32Array(capacity * slots * 2)
  let originCount = 0
  let used = 0
  let awaited: Int32Array | undefined

  const keepOrigin = (state: Int32Array): void => {
    const at = originCount++ * slots
    for (let slot = 0; slot < slots; slot++) origins[at + slot] = state[slot] as number
    awaited = undefined
  }

  const batch: Batch = {
    lows: new Int32Array(capacity),
    highs: new Int32Array(capacity),
    parents: new Int32Array(capacity),
    choices: new Int32Array(capacity),
    fresh: new Uint8Array(capacity + 1),
    size: 0,
    origin: (state) => {
      awaited = state
    },
    add: (key, parent, choice, state, changed, count) => {
      if (awaited !== undefined) keepOrigin(awaited)
      const index = batch.size++
      batch.lows[index] = key[0] as number
      batch.highs[index] = key[1] as number
      batch.parents[index] = parent
      batch.choices[index] = choice
      originOf[index] = originCount - 1
      for (let i = 0; i < count; i++) {
        const slot = changed[i] as number
        changes[used++] = slot
        changes[used++] = state[slot] as number
      }
      ends[index] = used
    },
    rebuild: (index, into) => {
      const from = (originOf[index] as number) * slots
      for (let slot = 0; slot < slots; slot++) into[slot] = origins[from + slot] as number
      const end = ends[index] as number
      for (let at = index === 0 ? 0 : (ends[index - 1] as number); at < end; at += 2)
        into[changes[at] as number] = changes[at + 1] as number
    },
    full: () => batch.size === capacity,
    clear: () => {
      batch.size = 0
      originCount = 0
      used = 0
    },
  }
  return batch
}
