import type { Consistency } from "@lockstep/language"
import type { ForeseeingObject } from "./foresight.ts"
import { judge } from "./judge.ts"
import type { Answered, Operation } from "./operation.ts"

/** What one attempt to leave something out may cost, in states. */
const attemptStates = 20_000
/**
 * What all attempts may cost, in states that they visit and operations that they look at: a number and no time, so that every machine finds
 * the same.
 */
const mostWork = 3_000_000

/** Nothing is asked of this operation any more: it may take effect at any time, or never. */
const loosened = (operation: Operation, at: number): Operation => ({
  client: `anybody ${at}`,
  call: operation.call,
  argument: operation.argument,
  begin: -Infinity,
  outcome: "pending",
})

/** What of a history was under way or over at a moment. */
const until = (history: readonly Operation[], moment: number): readonly Operation[] =>
  history
    .filter(({ begin }) => begin < moment)
    .map((operation) => {
      if (operation.outcome !== "answered" || operation.end <= moment) return operation
      const { client, call, argument, begin } = operation
      return { client, call, argument, begin, outcome: "pending" }
    })

/** What is linearizable was so at all times: the first moment at which it was not. */
const cut = (history: readonly Operation[], isBroken: (history: readonly Operation[]) => boolean) => {
  const moments = history.flatMap((one) => (one.outcome === "answered" ? [one.end] : [])).sort((a, b) => a - b)
  let [low, high] = [0, moments.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBroken(until(history, moments[middle] ?? Infinity))) high = middle
    else low = middle + 1
  }
  const early = until(history, moments[high] ?? Infinity)
  return isBroken(early) ? early : history
}

/**
 * The smallest part of a violation that is one by itself, as far as the budget goes: answered operations that cannot be explained whatever
 * the others did and whenever they took effect. The operations are those of the history.
 */
export const smallestViolation = (
  history: readonly Operation[],
  object: ForeseeingObject,
  consistency: Consistency,
): readonly Operation[] => {
  let left = mostWork
  const isBroken = (candidate: readonly Operation[]): boolean => {
    if (left <= 0) return false
    const { verdict, states } = judge(candidate, object, consistency, { states: attemptStates })
    left -= candidate.length + states
    return verdict === "violation"
  }
  const base = consistency === "linearizable" ? cut(history, isBroken) : history
  const without = (kept: ReadonlySet<Operation>): readonly Operation[] =>
    base.map((operation, at) =>
      kept.has(operation) || operation.outcome !== "answered" ? operation : loosened(operation, at),
    )
  let kept: readonly Operation[] = base.filter((one): one is Answered => one.outcome === "answered")
  for (let size = kept.length >> 1; size >= 1; size >>= 1)
    for (let at = 0; at < kept.length;) {
      const fewer = kept.toSpliced(at, size)
      if (isBroken(without(new Set(fewer)))) kept = fewer
      else at += size
    }
  return kept
}
