import type { AnyPlace, AnyState, Effect, Input } from "@lockstep/language"

/** How a file begins. */
export interface HeaderLine {
  readonly kind: "header"
  readonly protocol: string
  readonly spec: string
  readonly role: string
  readonly node: string
  readonly life: string
  /** Which of the node's lives it is, from 1; traces of format 1 do not tell. */
  readonly incarnation?: number
  readonly nodes: AnyPlace["nodes"]
}

/** A whole state, before the step of this number. */
export interface StateLine {
  readonly kind: "state"
  readonly state: AnyState
  readonly before: number
}

/** The message of the sender's that was received. */
export interface Origin {
  readonly life: string
  readonly number: number
}

/** A change of a field: its new value, or what turns the collection that it holds into the next. */
export type FieldChange =
  { readonly kind: "value"; readonly value: unknown } | { readonly kind: "delta"; readonly delta: unknown }

export interface StepLine {
  readonly kind: "step"
  readonly step: number
  readonly now: number
  readonly input: Input
  readonly origin: Origin | undefined
  readonly picks: readonly number[]
  readonly changes: { readonly [field: string]: FieldChange }
  readonly effects: readonly Effect[]
  readonly sends: readonly (readonly [to: string, number: number])[]
}

/** So many steps are missing before the one of this number. */
export interface GapLine {
  readonly kind: "gap"
  readonly gap: number
  readonly before: number
}

/** The number of the last step. */
export interface EndLine {
  readonly kind: "end"
  readonly end: number
}

export type Line = HeaderLine | StateLine | StepLine | GapLine | EndLine

/** Why a line cannot be understood. */
export interface Complaint {
  readonly kind: "complaint"
  /** From 1. */
  readonly column: number
  readonly reason: string
  readonly fix: string
}
