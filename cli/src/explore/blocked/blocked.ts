import type { BlockedView } from "@lockstep/explorer"
import type { Instance } from "../../load/models.ts"
import type { Locator } from "../../source/locate.ts"
import type { Move } from "../walker.ts"
import { blockedActions } from "./actions.ts"
import { blockedCalls } from "./calls.ts"
import { blockedFaults } from "./faults.ts"
import { blockedMessages } from "./messages.ts"
import { nodesThere, type Reason } from "./setting.ts"
import { blockedTimers } from "./timers.ts"

const reasons = (instance: Instance, move: Move, moves: readonly Move[], locator: Locator): readonly Reason[] => {
  const { model } = instance
  const { snapshot } = move
  if (model.kind === "algorithm") return blockedActions(instance, model, move, moves, locator)
  const asked = { instance, model, snapshot, moves, nodes: nodesThere(model, snapshot), locator }
  return [blockedTimers, blockedMessages, blockedCalls, blockedFaults].flatMap((find) => find(asked))
}

/** What one may expect to happen in a state, and why it cannot. */
export const blockedAt = (
  instance: Instance,
  move: Move,
  moves: readonly Move[],
  locator: Locator,
): readonly BlockedView[] =>
  reasons(instance, move, moves, locator).map(({ clauses = [], ...reason }) => ({ ...reason, clauses }))
