/** The memory through which the threads of one search keep in step. */
export interface CrewMemory {
  /** How many threads there may be. */
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
  /** How many different values states are made of. */
  values: number
  /** How many threads have hardly any room left for values, whatever memory there is. */
  fullHeaps: number
  /** The sum of the keys of all states, in halves: what is found, whatever the order. */
  sumLow: number
  sumHigh: number
}

export const noCounts: Counts = {
  states: 0,
  transitions: 0,
  depth: 0,
  queue: 0,
  bytes: 0,
  cut: 0,
  handlerRuns: 0,
  values: 0,
  fullHeaps: 0,
  sumLow: 0,
  sumHigh: 0,
}

/** The one place that knows that an object has no other names than its type says. */
const countNames = Object.keys(noCounts) as readonly (keyof Counts)[]

/** The words of the control block. `tickets` were drawn by those who want to join, of whom `admitted` have. */
const control = {
  stopped: 0,
  called: 1,
  arrived: 2,
  finished: 3,
  meeting: 4,
  outcome: 5,
  tickets: 6,
  admitted: 7,
  levels: 8,
  dissolving: 9,
} as const

export const makeCrewMemory = (size: number): CrewMemory => ({
  size,
  control: new SharedArrayBuffer(4 * Object.keys(control).length),
  counts: new SharedArrayBuffer(8 * countNames.length * size),
})

/** What came of a meeting: all had finished and something is left to do, nothing is, or somebody goes on. */
export type Outcome = "next" | "end" | "go on"
const outcomes: readonly Outcome[] = ["next", "end", "go on"]

/** What the last one to arrive has to do. */
export interface Agenda {
  readonly allFinished: boolean
  readonly someoneJoins: boolean
  /** Wakes those who rest. */
  readonly callHelp: () => void
}

/** What is done at a meeting: the last one to arrive works, and all others rest, and help when they are called. */
export interface Meeting {
  readonly work: (agenda: Agenda) => Outcome
  readonly help: () => void
}

/** Lets a thread do something else while it waits; a thread that has nothing else does nothing. */
export type Breathe = () => Promise<void> | undefined

/** One thread's place among the others. The first is a member from the beginning; others join at a meeting. */
export interface Crew {
  readonly isAlone: () => boolean
  readonly stopped: () => boolean
  readonly stop: () => void
  /** Asks everybody to come to a meeting. */
  readonly call: () => void
  readonly isCalled: () => boolean
  /** Waits until everybody is here; the last one works through the agenda and says what comes next. */
  readonly meet: (finished: boolean, meeting: Meeting) => Promise<Outcome>
  /** Becomes a member at the next meeting; what came of it. */
  readonly join: () => Outcome
  /** The level at hand. */
  readonly level: () => number
  /** Goes on with the next level while nobody else works. */
  readonly descend: () => void
  /** How many want to join. */
  readonly waiting: () => number
  readonly publish: (counts: Counts) => void
}

/** All threads' counts as one: sums, and the deepest level. */
export const totalCounts = ({ counts, size }: CrewMemory): Counts => {
  const words = new Float64Array(counts)
  const total = { ...noCounts }
  for (let worker = 0; worker < size; worker++)
    for (const [index, name] of countNames.entries()) {
      const one = words[worker * countNames.length + index] ?? 0
      total[name] = name === "depth" ? Math.max(total.depth, one) : total[name] + one
    }
  return total
}

/** Whether nobody has joined the first thread yet. */
export const loneliness = ({ control: memory }: CrewMemory): (() => boolean) => {
  const words = new Int32Array(memory)
  return () => Atomics.load(words, control.admitted) === 0
}

const wakeMillis = 20

/** Takes the place of thread `me`. */
export const openCrew = (memory: CrewMemory, me: number, breathe: Breathe): Crew => {
  const words = new Int32Array(memory.control)
  const counts = new Float64Array(memory.counts)
  const load = (word: keyof typeof control): number => Atomics.load(words, control[word])
  const stopped = (): boolean => load("stopped") === 1
  const members = (): number => 1 + load("admitted")

  const stop = (): void => {
    Atomics.store(words, control.stopped, 1)
    Atomics.notify(words, control.meeting)
  }

  /** Who joins is admitted before all others go on, and goes on after them: while this lasts, nothing is counted for the next meeting. */
  const dissolve = (outcome: Outcome): void => {
    Atomics.store(words, control.dissolving, 1)
    if (outcome === "next") Atomics.add(words, control.levels, 1)
    Atomics.store(words, control.outcome, outcomes.indexOf(outcome))
    for (const word of [control.called, control.arrived, control.finished]) Atomics.store(words, word, 0)
    Atomics.store(words, control.admitted, load("tickets"))
    Atomics.add(words, control.meeting, 1)
    Atomics.store(words, control.dissolving, 0)
    Atomics.notify(words, control.meeting)
  }

  const isIn = (ticket: number): boolean => load("admitted") >= ticket && load("dissolving") === 0

  const result = (): Outcome => (stopped() ? "end" : (outcomes[load("outcome")] ?? "end"))

  return {
    isAlone: loneliness(memory),
    stopped,
    stop,
    call: () => Atomics.store(words, control.called, 1),
    isCalled: () => load("called") === 1,
    meet: async (finished, { work, help }) => {
      const meeting = load("meeting")
      if (finished) Atomics.add(words, control.finished, 1)
      if (Atomics.add(words, control.arrived, 1) + 1 === members())
        dissolve(
          work({
            allFinished: load("finished") === members(),
            someoneJoins: load("tickets") > load("admitted"),
            callHelp: () => Atomics.notify(words, control.meeting),
          }),
        )
      while (load("meeting") === meeting && !stopped()) {
        Atomics.wait(words, control.meeting, meeting, wakeMillis)
        help()
        await breathe()
      }
      return result()
    },
    join: () => {
      const ticket = Atomics.add(words, control.tickets, 1) + 1
      Atomics.store(words, control.called, 1)
      while (!isIn(ticket) && !stopped()) Atomics.wait(words, control.meeting, load("meeting"), wakeMillis)
      return result()
    },
    level: () => load("levels") - 1,
    descend: () => void Atomics.add(words, control.levels, 1),
    waiting: () => load("tickets") - load("admitted"),
    publish: (mine) => {
      for (const [index, name] of countNames.entries()) counts[me * countNames.length + index] = mine[name]
    },
  }
}
