import type { Consistency } from "@lockstep/language"
import { type Budget, type Meter, portionOf, startMeter } from "./budget.ts"
import type { ForeseeingObject } from "./foresight.ts"
import { causal } from "./models/causal.ts"
import { convergent } from "./models/convergent.ts"
import { linearizable } from "./models/linearizable.ts"
import { monotonicReads } from "./models/monotonic-reads.ts"
import { monotonicWrites } from "./models/monotonic-writes.ts"
import { readYourWrites } from "./models/read-your-writes.ts"
import type { Answer, Rule } from "./models/rule.ts"
import { sequential } from "./models/sequential.ts"
import { type Effective, effective, type Operation } from "./operation.ts"
import { isLocal, partsOf } from "./parts.ts"
import { sessionsApart } from "./precedence.ts"
import { tabulate } from "./table.ts"

/**
 * What is known of a history. `states` says what it cost to find out.
 * A violation gives the part of the history in which it lies: all of it, or what is about one part of the object.
 */
export type Verdict =
  | { readonly verdict: "ok"; readonly states: number }
  | { readonly verdict: "violation"; readonly states: number; readonly part: readonly Operation[] }
  | { readonly verdict: "unknown"; readonly states: number; readonly reason: "budget" | "nothing-to-judge" }

const rules: { readonly [Name in Consistency]: Rule } = {
  linearizable,
  sequential,
  causal,
  "read-your-writes": readYourWrites,
  "monotonic-reads": monotonicReads,
  "monotonic-writes": monotonicWrites,
  convergent,
}

/** The names of the consistency models, from the strongest to the weakest. */
export const consistencies = Object.keys(rules) as readonly Consistency[]

/** What a part may cost before the others have their turn, and how much more it gets the next time. */
const [firstTurn, growth] = [1_000, 10]

/** Asks for each part in turn, so that one that is hard does not hide that another is broken. */
const decide = (
  parts: readonly (readonly Effective[])[],
  ask: (part: readonly Effective[], states: number) => Answer,
  meter: Meter,
): Verdict => {
  let open = parts
  let isVacuous = parts.length > 0
  for (let turn = firstTurn; open.length > 0 && !meter.isOver(); turn *= growth) {
    const undecided: (readonly Effective[])[] = []
    for (const part of open) {
      const answer = ask(part, turn)
      if (answer === "none") return { verdict: "violation", states: meter.spent(), part }
      if (answer === "unknown") undecided.push(part)
      isVacuous &&= answer === "vacuous"
    }
    open = undecided
  }
  const states = meter.spent()
  if (open.length > 0) return { verdict: "unknown", states, reason: "budget" }
  return isVacuous ? { verdict: "unknown", states, reason: "nothing-to-judge" } : { verdict: "ok", states }
}

/**
 * Judges a history against a sequential object. What cannot be decided within the budget is `unknown`.
 *
 *     judge(history, register(null), "linearizable", { millis: 1_000 }).verdict // "ok", "violation" or "unknown"
 */
export const judge = (
  history: readonly Operation[],
  object: ForeseeingObject,
  consistency: Consistency,
  budget: Budget = {},
): Verdict => {
  if (consistency === "convergent" && object.reads === undefined)
    throw new Error("to judge convergence, the sequential object must say which calls are reads")
  const rule = rules[consistency]
  const meter = startMeter(budget)
  const all = effective(history)
  const parts: readonly (readonly Effective[])[] = isLocal(consistency) ? partsOf(all, object) : [all]
  const ask = (part: readonly Effective[], states: number): Answer => {
    const operations = consistency === "linearizable" ? part : sessionsApart(part)
    const { reads = [], foresight = {} } = object
    return rule({ operations, table: tabulate(object), reads, foresight }, portionOf(meter, states))
  }
  return decide(parts, ask, meter)
}
