import { amount, counted, duration } from "../report/amounts.ts"
import { backAndClear, type Screen, widthOf } from "../report/screen.ts"
import type { Baseline } from "./trial.ts"

/** What is to be tried, and by how many at once. */
export interface Undertaking {
  readonly file: string
  readonly changes: number
  readonly workers: number
  readonly baselines: readonly Baseline[]
}

/** Where it is told how far a trial has come. */
export interface MutateProgress {
  readonly show: (tried: number, seconds: number) => void
  readonly clear: () => void
}

/** Whoever waits longer wants to know before, and what to do about it. */
const patienceSeconds = 60

/** A change that nobody notices is checked to the end in every instance; most are noticed before. */
const mostSeconds = ({ changes, workers, baselines }: Undertaking): number =>
  (changes * baselines.reduce((sum, { seconds }) => sum + seconds, 0)) / Math.min(workers, Math.max(1, changes))

const outset = (undertaking: Undertaking): string => {
  const { file, changes, baselines } = undertaking
  const names = baselines.map(({ name }) => name).join(", ")
  const most = duration(mostSeconds(undertaking))
  return `${file}: ${counted(changes, "change")}, each checked on ${names}: up to ${most}\n  a smaller --instance takes less, and --timeout 5min ends it sooner\n`
}

/** One line that is written over and over, where somebody watches, and before it what is to be expected if that is much. */
export const mutateProgress = (stream: Screen, undertaking: Undertaking): MutateProgress | undefined => {
  if (!stream.isTTY) return undefined
  const { file, changes } = undertaking
  if (mostSeconds(undertaking) > patienceSeconds) stream.write(outset(undertaking))
  return {
    show(tried, seconds) {
      const left = (seconds / Math.max(1, tried)) * (changes - tried)
      const toGo = tried === 0 ? "" : `  about ${duration(left)} to go`
      const text = `${file}: ${amount(tried)} of ${counted(changes, "change")} tried${toGo}`
      stream.write(backAndClear + text.slice(0, widthOf(stream, 80) - 1))
    },
    clear: () => stream.write(backAndClear),
  }
}
