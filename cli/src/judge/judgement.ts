import { type Consistency, judge, smallestViolation, type Verdict } from "@lockstep/judge"
import type { Recorded } from "./recording.ts"
import type { Subject } from "./subject.ts"

/** What is to be said of a recording. */
export interface Judgement {
  readonly verdict: Verdict["verdict"]
  readonly reason?: "budget" | "nothing-to-judge"
  readonly states: number
  readonly operations: number
  /** Of a violation: the smallest part of it, by beginning. */
  readonly part: readonly Recorded[]
}

const partOf = (subject: Subject, part: readonly unknown[], consistency: Consistency): readonly Recorded[] => {
  const inPart = new Set(part)
  const history = subject.recorded.map(({ operation }) => operation).filter((one) => inPart.has(one))
  const smallest = new Set(smallestViolation(history, subject.object, consistency))
  return subject.recorded
    .filter(({ operation }) => smallest.has(operation))
    .toSorted((one, other) => one.operation.begin - other.operation.begin)
}

/** Judges one subject after the other: the first violation is the verdict. */
export const judgeAll = (subjects: readonly Subject[], consistency: Consistency, budgetMillis: number): Judgement => {
  const deadline = performance.now() + budgetMillis
  const operations = subjects.reduce((sum, { recorded }) => sum + recorded.length, 0)
  let states = 0
  const reasons = new Set<"budget" | "nothing-to-judge">()
  let isAnyOk = subjects.length === 0
  for (const subject of subjects) {
    const history = subject.recorded.map(({ operation }) => operation)
    const verdict = judge(history, subject.object, consistency, { millis: deadline - performance.now() })
    states += verdict.states
    if (verdict.verdict === "violation")
      return { verdict: "violation", states, operations, part: partOf(subject, verdict.part, consistency) }
    if (verdict.verdict === "unknown") reasons.add(verdict.reason)
    else isAnyOk = true
  }
  if (reasons.has("budget")) return { verdict: "unknown", reason: "budget", states, operations, part: [] }
  if (!isAnyOk) return { verdict: "unknown", reason: "nothing-to-judge", states, operations, part: [] }
  return { verdict: "ok", states, operations, part: [] }
}
