import type { Checkable, PropertyReport, Trace } from "@lockstep/checker"
import { type Clause, decidingClauses } from "../clause/clause.ts"
import { givenTo } from "../clause/view.ts"
import type { Instance } from "../load/models.ts"
import { isFunction, type Locator } from "../source/locate.ts"
import { propertySubject } from "../source/subjects.ts"
import { operationsOf } from "../trace/clients.ts"
import { difference } from "../trace/difference.ts"
import { showValue } from "../trace/values.ts"
import { cut } from "./cut.ts"

/** The last two states of a trace; where nothing happened, the first one twice. */
const ending = ({ initial, steps }: Trace) => {
  const after = steps.at(-1)?.after ?? initial
  return [steps.length > 1 ? (steps.at(-2)?.after ?? initial) : initial, after] as const
}

const longest = 320

/** A clause in words. */
export const clauseLines = ({ text, truth, values, item }: Clause): string[] => [
  ...(text === undefined ? [] : [cut(`${truth}: ${text}`, longest)]),
  ...(values === undefined ? [] : [`  as ${values}`]),
  ...(item === undefined ? [] : [cut(`  for ${item}`, longest)]),
]

/** What the step, or the beginning, looks like in the more abstract machine. */
const imageText = (model: Checkable, map: (...given: never) => unknown, trace: Trace): string => {
  const [before, after] = ending(trace).map((state) =>
    map(...(givenTo(model, "always", [state, state]).values as never)),
  )
  if (trace.steps.length === 0) return cut(`no beginning of the machine: ${showValue(after)}`, longest)
  return `no step of the machine: ${difference("", before, after).join("  ")}`
}

/** Why a property is broken: which part of it decided, what that part saw, or what the clients saw. */
export const explanation = (
  { model }: Instance,
  { kind, name, trace }: PropertyReport,
  locator: Locator,
): readonly string[] => {
  if (trace === undefined) return []
  if (kind === "history") return ["no order of what the clients saw explains it:", ...operationsOf(ending(trace)[1])]
  const subject = propertySubject(model, kind, name)
  if (!isFunction(subject)) return []
  if (kind === "refines") return [imageText(model, subject, trace)]
  const given = givenTo(model, kind, ending(trace))
  const clauses = decidingClauses(subject, given, kind === "never", locator.scopeOf)
  return [...new Set(clauses.flatMap(clauseLines))]
}
