import { type Algorithm, algorithm, each, pairs } from "@lockstep/language"
import { functions, type On } from "./functions.ts"

export interface TerminationDetection {
  readonly active: On<number, boolean>
  readonly terminationDetected: boolean
}

/** Whether no node of a ring is active. */
export const terminated = (nodes: readonly number[], active: On<number, boolean>): boolean =>
  nodes.every((node) => !active[node])

/** Nodes that wake each other, and what it means to notice that all are at rest (`ewd840/SyncTerminationDetection`). */
export const terminationDetection = (nodes: readonly number[]): Algorithm<TerminationDetection> =>
  algorithm<TerminationDetection>({
    initial: functions(nodes, [false, true]).flatMap((active) =>
      (terminated(nodes, active) ? [false, true] : [false]).map((terminationDetected) => ({
        active,
        terminationDetected,
      })),
    ),
    actions: {
      terminate: each(nodes, (state, i) => {
        if (!state.active[i]) return false
        const active = { ...state.active, [i]: false }
        return [state.terminationDetected, terminated(nodes, active)].map((terminationDetected) => ({
          active,
          terminationDetected,
        }))
      }),
      wakeup: each(
        pairs(nodes, nodes),
        ({ active }, [i, j]) => active[i] === true && { active: { ...active, [j]: true } },
      ),
      detectTermination: ({ active }) => terminated(nodes, active) && { terminationDetected: true },
    },
    always: {
      /** Termination is detected only when all nodes are at rest. */
      detectionIsCorrect: (state) => !state.terminationDetected || terminated(nodes, state.active),
    },
    step: {
      /** Who has terminated stays at rest. */
      quiescent: (before, after) => !terminated(nodes, before.active) || terminated(nodes, after.active),
    },
  })

export const terminationDetection7 = terminationDetection([0, 1, 2, 3, 4, 5, 6])
