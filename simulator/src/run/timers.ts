import type { TimerDuration } from "@lockstep/runtime"
import * as Duration from "effect/Duration"

type Span = Exclude<Duration.Input, readonly unknown[]>
const millisOf = (span: Span): number => Duration.toMillis(Duration.fromInputUnsafe(span))

const isRange = (duration: TimerDuration): duration is readonly [Span, Span] => Array.isArray(duration)

/** How many milliseconds a timer runs. */
export const rangeOf = (duration: TimerDuration): readonly [shortest: number, longest: number] =>
  isRange(duration) ? [millisOf(duration[0]), millisOf(duration[1])] : [millisOf(duration), millisOf(duration)]
