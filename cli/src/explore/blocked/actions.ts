import type { AnyAlgorithm } from "@lockstep/language"
import { decidingClauses, guardingClauses } from "../../clause/clause.ts"
import type { Instance } from "../../load/models.ts"
import { clauseLines } from "../../report/explanation.ts"
import { type AnyFunction, type Locator, placeOf } from "../../source/locate.ts"
import { showValue } from "../../trace/values.ts"
import type { Move } from "../walker.ts"
import type { Reason } from "./setting.ts"

interface Action {
  readonly name: string
  readonly run: AnyFunction
  readonly parameter: readonly unknown[]
}

const actionsOf = ({ actions }: AnyAlgorithm): readonly Action[] =>
  Object.entries(actions).flatMap(([name, action]): readonly Action[] =>
    typeof action === "function"
      ? [{ name, run: action, parameter: [] }]
      : action.values.map((value) => ({ name, run: action.run, parameter: [value] })),
  )

const nameOf = (name: string, parameter: readonly unknown[]): string =>
  parameter.length === 0 ? name : `${name}(${parameter.map(showValue).join(", ")})`

/** Why actions of an algorithm are not enabled: the part of their guard that is false. */
export const blockedActions = (
  instance: Instance,
  algorithm: AnyAlgorithm,
  { snapshot }: Move,
  moves: readonly Move[],
  locator: Locator,
): readonly Reason[] => {
  const enabled = moves.flatMap(({ label }) =>
    label === undefined ? [] : [nameOf(label.name, label.detail === undefined ? [] : [label.detail])],
  )
  const state = Object.fromEntries(snapshot.map(({ name, value }) => [name, value]))
  return actionsOf(algorithm).flatMap(({ name, run, parameter }) => {
    const text = nameOf(name, parameter)
    if (enabled.includes(text)) return []
    const given = { values: [state, ...parameter], nodeOf: () => undefined }
    const guarding = guardingClauses(run, given, locator.scopeOf)
    const clauses = guarding.length > 0 ? guarding : decidingClauses(run, given, false, locator.scopeOf)
    const written = locator.handler(instance, name)
    return {
      kind: "action",
      text,
      reason: "its guard is false",
      clauses: clauses.flatMap(clauseLines),
      ...(written !== undefined && { place: placeOf(written) }),
    }
  })
}
