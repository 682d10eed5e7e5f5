import type { Progress } from "@lockstep/checker"
import { amount, memory } from "../report/amounts.ts"
import { backAndClear, type Screen, widthOf } from "../report/screen.ts"

/** Where the progress of a search is written while it runs. */
export interface ProgressLine {
  readonly show: (progress: Progress) => void
  readonly clear: () => void
}

const text = (title: string, { states, transitions, depth, queue, bytes, seconds }: Progress): string =>
  [
    title,
    `${amount(states)} states`,
    `${amount(transitions)} transitions`,
    `${amount(states / Math.max(seconds, 0.001))}/s`,
    `depth ${depth}`,
    `queue ${amount(queue)}`,
    memory(bytes),
  ].join("  ")

/** One line that is written over and over, where somebody watches; `undefined` where nobody does. */
export const progressLine = (stream: Screen, title: string): ProgressLine | undefined =>
  stream.isTTY
    ? {
        show: (progress) => stream.write(backAndClear + text(title, progress).slice(0, widthOf(stream, 80) - 1)),
        clear: () => stream.write(backAndClear),
      }
    : undefined
