import type { AnyProperties } from "@lockstep/language"
import type { Snapshot, StepLabel, Told } from "../report.ts"
import type { Components, Hashes } from "../store/components.ts"
import type { Table } from "../store/table.ts"
import type { Read } from "../store/trie.ts"

/** Where a machine puts the successors of a state: set the slots that change, then commit. */
export interface Sink {
  /** The component that a slot has in the successor under construction. */
  readonly get: (slot: number) => number
  readonly set: (slot: number, component: number) => void
  /** Ends a successor; `kind`, `a` and `b` say what happened, in the machine's own numbers. */
  readonly commit: (kind: number, a: number, b: number) => void
}

/** The component that stands in a slot after interchangeable things were renamed throughout a state. */
export type Renaming = (state: Int32Array, slot: number) => number

/** How often a handler or action changed something, counted once for each distinct input. */
export interface Coverage {
  readonly handler: string
  fired: number
  /** Of a call: how often it was answered or refused, by whichever handler. */
  answered?: number
}

/** A handler that ran in a step: what it told, and itself ready to run once more as it ran. */
export interface Ran {
  readonly told: readonly Told[]
  readonly again: () => void
}

/** A finite transition system over vectors of components: what both forms of the language compile to. */
export interface Machine {
  readonly slots: number
  /** The slots at which like begins to stand beside like. */
  readonly groups: readonly number[]
  /** Where a property can look: a slot, or a part of what stands in one. */
  readonly places: number
  /** The component at a place of the state that begins at `from`. */
  readonly at: (states: Int32Array, place: number, from: number) => number
  readonly components: Components
  /** The content hashes of what stands in a slot. */
  readonly hashes: (slot: number) => Hashes
  /** What the machines of several threads fill together. */
  readonly tables: readonly Table[]
  readonly initial: () => Iterable<Int32Array>
  readonly expand: (state: Int32Array, sink: Sink) => void
  /** What a property gets: built on what `read` gives. */
  readonly view: (read: Read) => readonly unknown[]
  readonly properties: readonly AnyProperties[]
  readonly within: ((...view: never) => boolean) | undefined
  /** All renamings but the identity; empty without symmetry. */
  readonly renamings: readonly Renaming[]
  /** All slots, in the order in which renamings of a state are compared. */
  readonly compared: readonly number[]
  readonly snapshot: (state: Int32Array) => Snapshot
  readonly label: (kind: number, a: number, b: number) => StepLabel
  /** The handler of a step; nothing where none ran. */
  readonly ran: (
    before: Int32Array,
    step: readonly [kind: number, a: number, b: number],
    after: Int32Array,
  ) => Ran | undefined
  readonly coverage: () => readonly Coverage[]
  readonly handlerRuns: () => number
  readonly bytes: () => number
  readonly historyPlace: number
}
