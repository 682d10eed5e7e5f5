/** Why a recorded line is not what the spec does. */
export type RefusalCode =
  | "another-state"
  | "other-effects"
  | "other-sends"
  | "wrong-pick"
  | "fault"
  | "timer-at-rest"
  | "clock-goes-back"
  | "not-next"
  | "wrong-beginning"
  | "forgotten"
  | "never-sent"
  | "not-yet-sent"
  | "another-message"
  | "comes-again"
  | "unnumbered"
  | "nobody-asked"
  | "call-comes-again"
  | "stranger"
  | "broken-property"

/** A line that the spec does not allow, and what it would have allowed in its place. */
export interface Refusal {
  readonly kind: "refusal"
  readonly code: RefusalCode
  readonly reason: string
  readonly difference?: { readonly spec: unknown; readonly recorded: unknown }
}

export const refusal = (code: RefusalCode, reason: string, difference?: Refusal["difference"]): Refusal => ({
  kind: "refusal",
  ...{ code, reason },
  ...(difference && { difference }),
})
