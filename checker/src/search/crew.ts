/** The memory that the workers of one search share. */
export interface CrewMemory {
  readonly size: number
  /** Integers in a state's record. */
  readonly width: number
  readonly control: SharedArrayBuffer
  readonly counts: SharedArrayBuffer
  /** A ring of records for each sender and receiver. */
  readonly rings: readonly SharedArrayBuffer[]
}

/** What a worker lets the others know as it goes. */
export interface Counts {
  states: number
  transitions: number
  depth: number
  queue: number
  bytes: number
  cut: number
  handlerRuns: number
}

const countNames = ["states", "transitions", "depth", "queue", "bytes", "cut", "handlerRuns"] as const
const ringRecords = 8192

/**
 * Words of the control block: what concerns all; for each worker the last level it finished, and for even and odd levels
 * what it announced; then two for each ring. Two announcements suffice: nobody is two levels ahead of anybody.
 */
const stopWord = 0
const bellWord = 1
const workerWords = 2
const perWorker = 5
const ringWords = (size: number): number => workerWords + perWorker * size

export const makeCrewMemory = (size: number, width: number): CrewMemory => ({
  size,
  width,
  control: new SharedArrayBuffer(4 * (ringWords(size) + 2 * size * size)),
  counts: new SharedArrayBuffer(8 * countNames.length * size),
  rings: Array.from({ length: size * size }, () => new SharedArrayBuffer(4 * width * ringRecords)),
})

/** One worker's door to the others. Each state belongs to the worker that its key names. */
export interface Crew {
  readonly me: number
  readonly size: number
  readonly stopped: () => boolean
  readonly stop: () => void
  /** Puts a record into another's ring; false when it is full. */
  readonly send: (to: number, record: Int32Array, offset: number) => boolean
  /** Takes a record that came in; false when there is none. */
  readonly receive: (into: Int32Array) => boolean
  /** Whether a record waits to be received. */
  readonly hasMail: () => boolean
  /** Says that everything of this level has been sent. */
  readonly finishLevel: (level: number) => void
  readonly othersFinished: (level: number) => boolean
  /** Says how many states wait in the level after this one; the sum of all once everybody has said so, before that -1. */
  readonly announce: (level: number, waiting: number) => void
  readonly waitingInAll: (level: number) => number
  readonly rest: () => void
  readonly publish: (counts: Counts) => void
}

const readCounts = (counts: Float64Array, worker: number): Counts => {
  const at = (name: (typeof countNames)[number]): number =>
    counts[worker * countNames.length + countNames.indexOf(name)] ?? 0
  return {
    states: at("states"),
    transitions: at("transitions"),
    depth: at("depth"),
    queue: at("queue"),
    bytes: at("bytes"),
    cut: at("cut"),
    handlerRuns: at("handlerRuns"),
  }
}

/** All workers' counts as one: sums, and the deepest level. */
export const totalCounts = ({ counts, size }: CrewMemory): Counts => {
  const words = new Float64Array(counts)
  const total: Counts = { states: 0, transitions: 0, depth: 0, queue: 0, bytes: 0, cut: 0, handlerRuns: 0 }
  for (let worker = 0; worker < size; worker++) {
    const one = readCounts(words, worker)
    for (const name of countNames)
      total[name] = name === "depth" ? Math.max(total.depth, one.depth) : total[name] + one[name]
  }
  return total
}

/** Tells every worker to stop. */
export const stopCrew = ({ control }: CrewMemory): void => {
  const words = new Int32Array(control)
  Atomics.store(words, stopWord, 1)
  Atomics.add(words, bellWord, 1)
  Atomics.notify(words, bellWord)
}

/** Opens the door of worker `me`. Levels count from 0; a word in shared memory says `level + 1` once a level is done. */
export const joinCrew = (memory: CrewMemory, me: number): Crew => {
  const { size, width } = memory
  const control = new Int32Array(memory.control)
  const counts = new Float64Array(memory.counts)
  const rings = memory.rings.map((ring) => new Int32Array(ring))
  const head = (ring: number): number => ringWords(size) + 2 * ring
  const tail = (ring: number): number => ringWords(size) + 2 * ring + 1
  const finished = (worker: number): number => workerWords + perWorker * worker
  const announcement = (worker: number, level: number): number => finished(worker) + 1 + 2 * (level % 2)
  const others = Array.from({ length: size }, (_, worker) => worker).filter((worker) => worker !== me)

  const ringBell = (): void => {
    Atomics.add(control, bellWord, 1)
    Atomics.notify(control, bellWord)
  }

  const takeFrom = (from: number, into: Int32Array): boolean => {
    const ring = from * size + me
    const at = control[head(ring)] as number
    if (at === Atomics.load(control, tail(ring))) return false
    const words = rings[ring] as Int32Array
    for (let i = 0, word = at * width; i < width; i++, word++) into[i] = words[word] as number
    Atomics.store(control, head(ring), (at + 1) % ringRecords)
    return true
  }

  return {
    me,
    size,
    stopped: () => Atomics.load(control, stopWord) === 1,
    stop: () => stopCrew(memory),
    send: (to, record, offset) => {
      const ring = me * size + to
      const at = control[tail(ring)] as number
      const next = (at + 1) % ringRecords
      if (next === Atomics.load(control, head(ring))) return false
      const words = rings[ring] as Int32Array
      for (let i = 0, word = at * width; i < width; i++, word++) words[word] = record[offset + i] as number
      Atomics.store(control, tail(ring), next)
      return true
    },
    receive: (into) => {
      for (const from of others) if (takeFrom(from, into)) return true
      return false
    },
    hasMail: () =>
      others.some((from) => {
        const ring = from * size + me
        return control[head(ring)] !== Atomics.load(control, tail(ring))
      }),
    finishLevel: (level) => {
      Atomics.store(control, finished(me), level + 1)
      ringBell()
    },
    othersFinished: (level) => others.every((worker) => Atomics.load(control, finished(worker)) > level),
    announce: (level, waiting) => {
      Atomics.store(control, announcement(me, level) + 1, waiting)
      Atomics.store(control, announcement(me, level), level + 1)
      ringBell()
    },
    waitingInAll: (level) => {
      let sum = 0
      for (let worker = 0; worker < size; worker++) {
        if (Atomics.load(control, announcement(worker, level)) !== level + 1) return -1
        sum += Atomics.load(control, announcement(worker, level) + 1)
      }
      return sum
    },
    rest: () => {
      Atomics.wait(control, bellWord, Atomics.load(control, bellWord), 1)
    },
    publish: (mine) => {
      for (const [index, name] of countNames.entries()) counts[me * countNames.length + index] = mine[name]
    },
  }
}
