import type { Effect, Sending } from "../effect.ts"
import type { RoleLibrary } from "../library.ts"
import type { AnyPlace, AnyState } from "../role.ts"
import type { Fault, Input, Outcome } from "../step.ts"
import type { Tagged } from "../value.ts"
import type { Recorder } from "../trace/recorder.ts"
import type { Pending } from "./activities.ts"
import type { Arrival, TraceContext } from "./arrival.ts"
import type { Journal, Remembered } from "./journal.ts"
import type { Leaving, Outbox } from "./outbox.ts"
import type { Spans } from "./spans.ts"
import type { Timers } from "./timers.ts"

/** The two clocks of a node: what handlers see, and what timers are measured with. */
export interface Instant {
  /** The clock of the world, in milliseconds. */
  readonly now: number
  /** Milliseconds of a clock that never jumps. */
  readonly elapsed: number
}

/** An answer to a call that may leave once the batch is durable. */
export type Answer =
  | { readonly kind: "reply"; readonly call: string; readonly value: unknown }
  | { readonly kind: "reject"; readonly call: string; readonly reason: string }

/** What the steps of a batch have asked for beside messages. None of it happens before the batch is durable. */
export interface Wishes {
  readonly answers: readonly Answer[]
  readonly activities: readonly Pending[]
  readonly events: readonly Tagged[]
}

interface Wished extends Wishes {
  readonly answers: Answer[]
  readonly activities: Pending[]
  readonly events: Tagged[]
}

const noWishes: Wished = { answers: [], activities: [], events: [] }

/** The state of a node and all that its steps change, without any input or output. */
export interface Core {
  readonly state: () => AnyState
  /** Runs the step of an input, unless it has become meaningless. Throws when a handler fails: then the core is not to be used again. */
  readonly take: (arrival: Arrival, instant: Instant) => void
  /** What was asked for since this was called last. */
  readonly wishes: () => Wishes
}

/** What a core is made of. */
export interface CoreParts {
  readonly role: RoleLibrary
  readonly place: AnyPlace
  readonly journal: Journal
  readonly outbox: Outbox
  readonly timers: Timers
  readonly random: () => number
  readonly spans: Spans
  readonly recorder: Recorder | undefined
}

/** A handler broke the rules of the language. */
class Broken extends Error {}

const demandOutcome = (result: Outcome | Fault): Outcome => {
  if (result.kind === "fault") throw new Broken(result.reason)
  return result
}

const picker =
  (random: () => number, tell: ((index: number) => void) | undefined) =>
  <Candidate>(candidates: readonly Candidate[]): Candidate => {
    const index = Math.floor(random() * candidates.length)
    tell?.(index)
    for (const candidate of candidates.slice(index, index + 1)) return candidate
    throw new Error("picks from no candidates")
  }

/** In which circumstances a step asks for something. */
interface Around {
  readonly trace: TraceContext | undefined
  /** Whether all steps before it are durable. */
  readonly isFirst: boolean
}

/**
 * A crash in the middle of a batch forgets every step from the first whose change is not durable: what comes of a step behind that one must
 * not leave before, or it would tell of a state that has never been.
 */
const leaving = ({ early }: Sending, { trace, isFirst }: Around): Leaving => ({
  trace,
  isEarly: early === true && isFirst,
})

export const makeCore = (
  { role, place, journal, outbox, timers, random, spans, recorder }: CoreParts,
  { state: first, activities }: Remembered,
): Core => {
  const pick = picker(random, recorder?.picked)
  let state = first
  let wishes = noWishes

  /** Most steps wish for nothing. */
  const wished = (): Wished => {
    if (wishes === noWishes) wishes = { answers: [], activities: [], events: [] }
    return wishes
  }

  const perform = (pending: Pending): void => {
    if (activities.find(pending.activity, pending.key) !== undefined) return
    activities.add(pending)
    journal.begin(pending)
    wished().activities.push(pending)
  }

  const note = (effect: Effect, { elapsed }: Instant, around: Around): void => {
    switch (effect.kind) {
      case "send":
        return outbox.send(effect.to, effect.message, leaving(effect, around))
      case "broadcast":
        return outbox.broadcast(effect.message, leaving(effect, around))
      case "restart":
        return timers.restart(effect.timer, elapsed)
      case "perform":
        return perform({ activity: effect.activity, key: effect.key, request: effect.request })
      case "emit":
        return void wished().events.push(effect.event)
      default:
        wished().answers.push(effect)
    }
  }

  const review = ({ now, elapsed }: Instant): void => timers.review(role.runningTimers(state, place, now), elapsed)

  /** Whether an input still means something: a timer may have been restarted meanwhile, a result been delivered. */
  const isMeant = (input: Input, instant: Instant): boolean => {
    if (input.kind === "result") return activities.find(input.activity, input.key) !== undefined
    if (input.kind !== "timer") return true
    const isDue = timers.fire(input.timer, instant.elapsed)
    review(instant)
    return isDue && role.runningTimers(state, place, instant.now).includes(input.timer)
  }

  return {
    state: () => state,
    take(input, instant) {
      if (!isMeant(input, instant)) return
      const { trace, end } = spans(input)
      const around = { trace, isFirst: journal.isEmpty() }
      if (input.kind === "result") {
        activities.remove(input.activity, input.key)
        journal.end(input.activity, input.key)
      }
      const outcome = demandOutcome(role.step(state, input, { place, now: instant.now, pick }))
      const before = state
      if (outcome.state !== state) {
        journal.step(state, outcome.state)
        state = outcome.state
      }
      review(instant)
      for (const effect of outcome.effects) note(effect, instant, around)
      recorder?.step({ arrival: input, now: instant.now, before, after: state, effects: outcome.effects })
      end()
    },
    wishes() {
      const taken = wishes
      wishes = noWishes
      return taken
    },
  }
}
