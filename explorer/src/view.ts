/** What the page shows, as data: the command makes it, and the page draws it. All values are text already. */

/** A field of a lane, with what it was before the step where the step changed it. */
export interface FieldView {
  readonly name: string
  readonly value: string
  readonly was?: string
}

/** A node, or what there is only one of: the world, the clients, the faults that are left, a variable. */
export interface LaneView {
  readonly kind: string
  readonly name: string
  readonly stopped: boolean
  readonly fields: readonly FieldView[]
}

/** A message on its way. */
export interface MessageView {
  readonly from: string
  readonly to: string
  readonly text: string
}

/** A property in one state, or of the step that led there. */
export interface PropertyView {
  readonly kind: string
  readonly name: string
  readonly holds: boolean
  readonly meaning?: string
  readonly place?: string
  /** The parts of it that decided, where it is broken. */
  readonly why: readonly string[]
}

/** Something that can happen in a state. */
export interface StepView {
  /** Stands for the step in a link: the same in every process, and another where the spec has changed. */
  readonly id: string
  readonly kind: string
  readonly node?: string
  readonly text: string
  readonly place?: string
  readonly changes: readonly string[]
  /** The message that is heard, lost or copied. */
  readonly taken?: MessageView
  readonly sent: readonly MessageView[]
  /** The state that it leads to, by its key. */
  readonly target: string
  /** What does not hold afterwards. */
  readonly breaks: readonly string[]
}

/** Something that one may expect, and that cannot happen. */
export interface BlockedView {
  readonly kind: string
  readonly node?: string
  readonly text: string
  readonly reason: string
  /** The parts of a guard that decided. */
  readonly clauses: readonly string[]
  readonly place?: string
}

/** A mistake of the spec that shows in a state. */
export interface FaultView {
  readonly code: string
  readonly reason: string
  readonly fix: string
}

/** A state at the end of a path. */
export interface StateView {
  /** Equal states have equal keys. */
  readonly key: string
  /** What led here; nothing in the beginning. */
  readonly step?: StepView
  readonly lanes: readonly LaneView[]
  readonly network: readonly MessageView[]
  readonly properties: readonly PropertyView[]
  readonly steps: readonly StepView[]
  /** Steps that are too many to be listed. */
  readonly untold: number
  readonly blocked: readonly BlockedView[]
  /** Whether the search would go on from here. */
  readonly isWithin: boolean
  readonly fault?: FaultView
}

/** A path with the states on it; what is behind a step that the model does not have is left out. */
export interface TraceView {
  readonly states: readonly StateView[]
  /** The number of the first step that is not possible. */
  readonly refused?: number
}

/** How a verdict is coloured. */
export type Tone = "good" | "bad" | "unsure"

/** What a check said of a property. */
export interface CheckedView {
  readonly name: string
  readonly tone: Tone
  readonly text: string
  readonly meaning?: string
  readonly place?: string
  readonly why: readonly string[]
  /** The way to the state that broke or reached it. */
  readonly path?: readonly string[]
}

/** What a check said of an instance. */
export interface VerdictView {
  readonly verdict: string
  readonly tone: Tone
  readonly summary: readonly string[]
  readonly properties: readonly CheckedView[]
  readonly fault: readonly string[]
  /** The way to what is wrong. */
  readonly path?: readonly string[]
}

/** An instance of a model. */
export interface InstanceView {
  /** Its name; with its title before it where names alone are not distinct. */
  readonly id: string
  readonly title: string
  readonly name: string
  readonly bounds: string
  readonly comment: string
  readonly command: string
}

/** What a page that stands by itself carries: states by their path. */
export interface EmbeddedView {
  readonly instances: readonly InstanceView[]
  readonly verdicts: { readonly [instance: string]: VerdictView }
  readonly states: { readonly [instance: string]: { readonly [path: string]: StateView } }
  /** What was not even checked. */
  readonly remarks: readonly string[]
}
