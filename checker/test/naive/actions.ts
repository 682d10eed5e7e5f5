import type { AnyAlgorithm } from "@lockstep/language"

/** The states in which an algorithm may begin. */
export const beginnings = (algorithm: AnyAlgorithm): readonly unknown[] => [...algorithm.initial]

const alternatives = (returned: unknown): readonly object[] => {
  if (returned === false || returned === null) return []
  return Array.isArray(returned) ? returned : [returned as object]
}

type Action = AnyAlgorithm["actions"][string]

const results = (action: Action, state: unknown): readonly unknown[] =>
  typeof action === "function"
    ? [action(state as never)]
    : action.values.map((value) => action.run(state as never, value as never))

/** What one step makes of a state: one entry for each alternative of each action. */
export const nextStates = (algorithm: AnyAlgorithm, state: unknown): readonly unknown[] =>
  Object.values(algorithm.actions)
    .flatMap((action) => results(action, state))
    .flatMap(alternatives)
    .map((changes) => ({ ...(state as object), ...changes }))
