import type { AnyState } from "@lockstep/language"
import { same } from "./mismatch.ts"
import type { Explored } from "./validate.ts"

/** A view of the spec that cannot be had of a state that the checker came to. */
export interface FailingView {
  readonly instance: string
  readonly role: string
  readonly view: string
  /** What it throws; without it, it gives what is no data. */
  readonly throws?: string
}

type Look = (state: AnyState) => unknown

/** What is no data equals nothing, not even what the same view gives the next time. */
const failureOf = (look: Look, state: AnyState): Pick<FailingView, "throws"> | undefined => {
  try {
    return same(look(state), look(state)) ? undefined : {}
  } catch (error) {
    return { throws: error instanceof Error ? error.message : String(error) }
  }
}

/** Each state of each role, once; what two roles have in common may be one object. */
const statesOf = ({ recorded }: Explored): ReadonlyMap<string, ReadonlySet<AnyState>> => {
  const states = new Map<string, Set<AnyState>>()
  for (const { roleName, state, outcome } of recorded.pairs) {
    const own = states.get(roleName) ?? new Set()
    states.set(roleName, own.add(state))
    if (outcome.kind === "outcome") own.add(outcome.state)
  }
  return states
}

/** The checker asks no view, so that the first to find a mistake in one is who compares it. */
export const failingView = (explored: readonly Explored[]): FailingView | undefined => {
  for (const one of explored)
    for (const [role, states] of statesOf(one))
      for (const [view, look] of Object.entries(one.instance.model.protocol.roles[role]?.definition.views ?? {}))
        for (const state of states) {
          const failure = failureOf(look, state)
          if (failure !== undefined) return { instance: one.instance.name, role, view, ...failure }
        }
  return undefined
}
