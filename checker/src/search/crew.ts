/** The memory through which the threads of one search keep in step. */
export interface CrewMemory {
  readonly size: number
  readonly control: SharedArrayBuffer
  readonly counts: SharedArrayBuffer
}

/** What a thread lets the others know as it goes. */
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

const control = { stopped: 0, called: 1, arrived: 2, finished: 3, meeting: 4, outcome: 5, started: 6 } as const

export const makeCrewMemory = (size: number): CrewMemory => ({
  size,
  control: new SharedArrayBuffer(4 * Object.keys(control).length),
  counts: new SharedArrayBuffer(8 * countNames.length * size),
})

/** What came of a meeting: all had finished and something is left to do, nothing is, or somebody goes on. */
export type Outcome = "next" | "end" | "go on"
const outcomes: readonly Outcome[] = ["next", "end", "go on"]

/** One thread's place among the others. */
export interface Crew {
  readonly me: number
  /** Waits until the search starts. */
  readonly awaitStart: () => void
  readonly stopped: () => boolean
  readonly stop: () => void
  /** Asks everybody to come to a meeting. */
  readonly call: () => void
  readonly isCalled: () => boolean
  /** Waits until everybody is here. The last one does what needs all others to rest, and says what comes next. */
  readonly meet: (finished: boolean, work: (allFinished: boolean) => Outcome) => Outcome
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

/** All threads' counts as one: sums, and the deepest level. */
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

/** Tells every thread to stop. */
export const stopCrew = (memory: CrewMemory): void => {
  const words = new Int32Array(memory.control)
  Atomics.store(words, control.stopped, 1)
  Atomics.notify(words, control.meeting)
}

/** Lets every thread begin. */
export const startCrew = (memory: CrewMemory): void => {
  const words = new Int32Array(memory.control)
  Atomics.store(words, control.started, 1)
  Atomics.notify(words, control.started)
}

const wakeMillis = 50

/** Takes the place of thread `me`. */
export const joinCrew = (memory: CrewMemory, me: number): Crew => {
  const { size } = memory
  const words = new Int32Array(memory.control)
  const counts = new Float64Array(memory.counts)
  const stopped = (): boolean => Atomics.load(words, control.stopped) === 1

  const dissolve = (outcome: Outcome): void => {
    Atomics.store(words, control.outcome, outcomes.indexOf(outcome))
    for (const word of [control.called, control.arrived, control.finished]) Atomics.store(words, word, 0)
    Atomics.add(words, control.meeting, 1)
    Atomics.notify(words, control.meeting)
  }

  return {
    me,
    awaitStart: () => {
      Atomics.wait(words, control.started, 0)
    },
    stopped,
    stop: () => stopCrew(memory),
    call: () => Atomics.store(words, control.called, 1),
    isCalled: () => Atomics.load(words, control.called) === 1,
    meet: (finished, work) => {
      const meeting = Atomics.load(words, control.meeting)
      if (finished) Atomics.add(words, control.finished, 1)
      if (Atomics.add(words, control.arrived, 1) === size - 1)
        dissolve(work(Atomics.load(words, control.finished) === size))
      while (Atomics.load(words, control.meeting) === meeting && !stopped())
        Atomics.wait(words, control.meeting, meeting, wakeMillis)
      return stopped() ? "end" : (outcomes[Atomics.load(words, control.outcome)] ?? "end")
    },
    publish: (mine) => {
      for (const [index, name] of countNames.entries()) counts[me * countNames.length + index] = mine[name]
    },
  }
}
