import { isFirstLife } from "./course.ts"
import type { Life } from "./life.ts"

const firstNow = ({ entries }: Life): number => {
  const step = entries.find((entry) => entry.kind === "step")
  return step?.kind === "step" ? step.now : Infinity
}

/** A life of a trace of format 1 does not tell which it is; it is older than all that do. */
const incarnationOf = (life: Life | undefined): number => life?.header.incarnation ?? 0

/** A node's lives in the order in which it lived them. Where traces do not tell: the first start, then by the clock, which may be set back. */
export const inSuccession = (lives: readonly Life[]): readonly Life[] =>
  lives.toSorted(
    (one, other) =>
      incarnationOf(one) - incarnationOf(other) ||
      Number(isFirstLife(other)) - Number(isFirstLife(one)) ||
      firstNow(one) - firstNow(other),
  )

/** How many lives are in no file, between one of those that follow each other and the one before. */
export const missingBefore = (lives: readonly Life[], at: number): number =>
  at === 0 ? 0 : Math.max(0, incarnationOf(lives[at]) - incarnationOf(lives[at - 1]) - 1)

/** Whether a life counts as the same as the one before it, as none does that its storage has counted. */
export const isCountedTwice = (lives: readonly Life[], at: number): boolean =>
  incarnationOf(lives[at]) > 0 && incarnationOf(lives[at]) === incarnationOf(lives[at - 1])

/** Whether all that a node has lived up to its last life is in the files. */
export const isUnbroken = (lives: readonly Life[]): boolean =>
  lives.slice(0, 1).some(isFirstLife) && lives.every((_, at) => missingBefore(lives, at) === 0)
