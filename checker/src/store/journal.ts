/**
 * Components in the order in which any of several threads first met them, in memory that all of them share:
 * the order is the numbering, so that a number means the same everywhere.
 */
export interface Journal {
  /** Runs `work` while no other thread appends. */
  readonly alone: <Value>(work: () => Value) => Value
  readonly count: () => number
  readonly read: (index: number) => Entry
  /** Only while alone. */
  readonly append: (entry: Entry) => void
}

export interface Entry {
  readonly key: string
  readonly low: number
  readonly high: number
}

/** The memory of a journal, to be handed to other threads. */
export interface JournalMemory {
  readonly control: SharedArrayBuffer
  /** Four words an entry: where its text begins, its length, its hash. */
  readonly entries: SharedArrayBuffer
  readonly text: SharedArrayBuffer
}

const control = { lock: 0, count: 1, textLength: 2 } as const
const firstBytes = 1 << 20
const maxEntriesBytes = 2 ** 30
const maxTextBytes = 2 ** 33

export const makeJournalMemory = (): JournalMemory => ({
  control: new SharedArrayBuffer(64),
  entries: new SharedArrayBuffer(firstBytes, { maxByteLength: maxEntriesBytes }),
  text: new SharedArrayBuffer(firstBytes, { maxByteLength: maxTextBytes }),
})

const ensure = (memory: SharedArrayBuffer, bytes: number): void => {
  if (memory.byteLength < bytes) memory.grow(Math.min(memory.maxByteLength, Math.max(bytes, memory.byteLength * 2)))
}

/** Opens a journal in shared memory. */
export const openJournal = (memory: JournalMemory): Journal => {
  const state = new Int32Array(memory.control)
  const entries = new Int32Array(memory.entries)
  const text = new Uint16Array(memory.text)

  const lock = (): void => {
    while (Atomics.compareExchange(state, control.lock, 0, 1) !== 0) Atomics.wait(state, control.lock, 1, 1)
  }
  const unlock = (): void => {
    Atomics.store(state, control.lock, 0)
    Atomics.notify(state, control.lock, 1)
  }

  return {
    alone: (work) => {
      lock()
      try {
        return work()
      } finally {
        unlock()
      }
    },
    count: () => Atomics.load(state, control.count),
    read: (index) => {
      const at = index * 4
      const start = entries[at] as number
      let key = ""
      const end = start + (entries[at + 1] as number)
      for (let from = start; from < end; from += 4096)
        key += String.fromCharCode(...text.slice(from, Math.min(end, from + 4096)))
      return { key, low: entries[at + 2] as number, high: entries[at + 3] as number }
    },
    append: ({ key, low, high }) => {
      const index = state[control.count] as number
      const start = state[control.textLength] as number
      ensure(memory.entries, (index + 1) * 16)
      ensure(memory.text, (start + key.length) * 2)
      for (let i = 0; i < key.length; i++) text[start + i] = key.charCodeAt(i)
      entries.set([start, key.length, low, high], index * 4)
      state[control.textLength] = start + key.length
      Atomics.store(state, control.count, index + 1)
    },
  }
}
