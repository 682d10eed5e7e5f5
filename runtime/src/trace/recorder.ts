import { collectionKind, delta, type List, type Map, type Set } from "../collections/index.ts"
import type { Effect } from "../effect.ts"
import type { Arrival } from "../node/arrival.ts"
import type { AnyPlace, AnyState } from "../role.ts"
import type { TraceFile, TraceStore } from "./sink.ts"
import { plain } from "./value.ts"

/** What a recorder hears of one step. */
export interface RecordedStep {
  readonly arrival: Arrival
  readonly now: number
  readonly before: AnyState
  readonly after: AnyState
  readonly effects: readonly Effect[]
}

/** Writes down the steps of a node. */
export interface Recorder {
  /** A handler picked the candidate at this index. */
  readonly picked: (index: number) => void
  /** A message was put into a frame, as the one of this number for its receiver. */
  readonly sent: (to: string, number: number) => void
  readonly step: (step: RecordedStep) => void
  /** What was recorded is durable: only now may the trace tell of it. */
  readonly release: () => void
  /** The node ends in peace. */
  readonly end: () => void
}

/** Whose steps they are. */
export interface Recorded {
  readonly protocol: string
  readonly specHash: string
  readonly role: string
  readonly life: string
  /** Which of the node's lives it is, from 1. */
  readonly incarnation: number
  readonly place: AnyPlace
}

const format = 2

const headerOf = ({ protocol, specHash, role, life, incarnation, place: { self, nodes } }: Recorded): object => ({
  ...{ trace: "lockstep", format, protocol, spec: specHash, role, node: self, life, incarnation, nodes },
})

type Collection = List<unknown> & Set<unknown> & Map<unknown, unknown>

/** The boundary where two versions of a field are known to be of one kind. */
const collectionDelta = (before: unknown, after: unknown): unknown => delta(before as Collection, after as Collection)

const isCollection = (value: unknown): boolean =>
  typeof value === "object" && value !== null && collectionKind(value) !== undefined

/** What a step has changed: of a collection only the difference, so that the line of a step does not grow with a log. */
const changesOf = (before: AnyState, after: AnyState): object => {
  const changes: { [field: string]: unknown } = {}
  for (const field of Object.keys(after)) {
    const [old, now] = [before[field], after[field]]
    if (old === now) continue
    changes[field] =
      isCollection(old) && isCollection(now) ? { "#delta": plain(collectionDelta(old, now)) } : plain(now)
  }
  return changes
}

const inputOf = ({ trace: _, origin, ...input }: Arrival): object => ({
  ...(plain(input) as object),
  ...(origin && { life: origin.life, number: origin.number }),
})

/** Which steps are in the sample, by their numbers: the first of every so many. */
const sampler =
  (sample: TraceStore["sample"]) =>
  (step: number): boolean =>
    sample === undefined || (step - 1) % sample.of < sample.steps

/** Records into a file. What finds no room, or is not in the sample, is counted; the next line says so, and a whole state follows. */
export const makeRecorder = (recorded: Recorded, file: TraceFile, sample?: TraceStore["sample"]): Recorder => {
  const isSampled = sampler(sample)
  let lines: string[] = []
  let picks: number[] = []
  let sends: (readonly [to: string, number: number])[] = []
  let step = 0
  let missing = 0
  let isOpen = true
  /** How far the steps were durable, and what of them was missing. */
  let durable = { step, missing }

  const put = (line: object): void => void lines.push(JSON.stringify(line))

  /** What a reader needs before the next step, if it cannot go on from the one before. */
  const resume = (before: AnyState): void => {
    const isFresh = lines.length === 0 && file.isFresh()
    if (isFresh) put(headerOf(recorded))
    if (missing > 0) put({ gap: missing, before: step })
    if (isFresh || missing > 0) put({ state: plain(before), before: step })
    missing = 0
  }

  const record = ({ arrival, now, before, after, effects }: RecordedStep): void => {
    resume(before)
    put({
      ...{ step, now, input: inputOf(arrival) },
      ...(picks.length > 0 && { picks }),
      ...(after !== before && { changes: changesOf(before, after) }),
      ...(effects.length > 0 && { effects: plain(effects) as readonly object[] }),
      ...(sends.length > 0 && { sends }),
    })
  }

  const release = (): void => {
    if (lines.length > 0) file.write(`${lines.join("\n")}\n`)
    lines = []
    durable = { step, missing }
    isOpen = file.hasRoom()
  }

  /** Nobody will know whether these steps have been: the trace must not tell of them. */
  const forgetWhatIsNotDurable = (): void => {
    lines = []
    step = durable.step
    missing = durable.missing
  }

  return {
    picked: (index) => void picks.push(index),
    sent: (to, number) => void sends.push([to, number]),
    step(taken) {
      step++
      if (isOpen && isSampled(step)) record(taken)
      else missing++
      picks = []
      sends = []
    },
    release,
    end() {
      forgetWhatIsNotDurable()
      if (file.isFresh()) put(headerOf(recorded))
      if (missing > 0) put({ gap: missing, before: step + 1 })
      put({ end: step })
      release()
    },
  }
}
