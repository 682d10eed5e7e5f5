import * as Context from "effect/Context"
import type { BadConfiguration } from "../configuration.ts"
import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"

/** Where the recorded lines of one life of a node go. It never makes the node wait. */
export interface TraceFile {
  /** Whether anything more is taken now; if not, steps go unrecorded, and the gap is said. */
  readonly hasRoom: () => boolean
  /** Whether the next lines begin a file of their own: then the header and a whole state come first. */
  readonly isFresh: () => boolean
  readonly write: (lines: string) => void
}

/** Keeps what nodes record. */
export interface TraceStore {
  /** What is wrong with how it was told to keep them: with that, no node opens. */
  readonly flaws?: readonly BadConfiguration[]
  readonly open: (node: string, life: string) => Effect.Effect<TraceFile, never, Scope.Scope>
  /** Of so many steps in a row, so many are recorded; all of them unless told. */
  readonly sample?: { readonly steps: number; readonly of: number }
}

/** Where the nodes of a context record their steps; nowhere unless a layer says so. */
export const TraceRecording = Context.Reference<TraceStore | undefined>("@lockstep/runtime/TraceRecording", {
  defaultValue: () => undefined,
})
