import { type Memory, makeMemory, wordsIn } from "./memory.ts"

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
  readonly entries: Memory
  readonly text: Memory
}

const control = { lock: 0, count: 1, textLength: 2 } as const
/** Who finds a lock waited for wakes another when it lets go. */
const lock = { free: 0, held: 1, awaited: 2 } as const
const firstWords = 2 ** 18
const maxEntriesBytes = 2 ** 30
const maxTextBytes = 2 ** 33
/** An entry is written sooner than a thread falls asleep. */
const patience = 1_000
const longestArguments = 4_096

export const makeJournalMemory = (): JournalMemory => ({
  control: new SharedArrayBuffer(64),
  entries: makeMemory(maxEntriesBytes),
  text: makeMemory(maxTextBytes),
})

const halvesOf = ({ buffer, byteLength }: Int32Array): Uint16Array => new Uint16Array(buffer, 0, byteLength / 2)

/** Opens a journal in shared memory. */
export const openJournal = (memory: JournalMemory): Journal => {
  const state = new Int32Array(memory.control)
  let entries = wordsIn(memory.entries, firstWords)
  let text = halvesOf(wordsIn(memory.text, firstWords))

  const makeRoom = (entryCount: number, textLength: number): void => {
    if (4 * entryCount > entries.length) entries = wordsIn(memory.entries, Math.max(4 * entryCount, 2 * entries.length))
    if (textLength > text.length) text = halvesOf(wordsIn(memory.text, Math.max(textLength, text.length)))
  }

  const take = (): void => {
    for (let tries = 0; tries < patience; tries++)
      if (Atomics.compareExchange(state, control.lock, lock.free, lock.held) === lock.free) return
    while (Atomics.exchange(state, control.lock, lock.awaited) !== lock.free)
      Atomics.wait(state, control.lock, lock.awaited, 1)
  }
  const letGo = (): void => {
    if (Atomics.exchange(state, control.lock, lock.free) === lock.awaited) Atomics.notify(state, control.lock, 1)
  }

  const textFrom = (start: number, end: number): string => {
    let found = ""
    for (let from = start; from < end; from += longestArguments)
      found += Reflect.apply(String.fromCharCode, undefined, text.slice(from, Math.min(end, from + longestArguments)))
    return found
  }

  return {
    alone: (work) => {
      take()
      try {
        return work()
      } finally {
        letGo()
      }
    },
    count: () => Atomics.load(state, control.count),
    read: (index) => {
      const at = index * 4
      makeRoom(index + 1, 0)
      const start = entries[at] as number
      const end = start + (entries[at + 1] as number)
      makeRoom(0, end)
      return { key: textFrom(start, end), low: entries[at + 2] as number, high: entries[at + 3] as number }
    },
    append: ({ key, low, high }) => {
      const index = state[control.count] as number
      const start = state[control.textLength] as number
      makeRoom(index + 1, start + key.length)
      for (let i = 0; i < key.length; i++) text[start + i] = key.charCodeAt(i)
      const at = index * 4
      entries[at] = start
      entries[at + 1] = key.length
      entries[at + 2] = low
      entries[at + 3] = high
      state[control.textLength] = start + key.length
      Atomics.store(state, control.count, index + 1)
    },
  }
}
