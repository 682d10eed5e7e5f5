import type { Consistency } from "@lockstep/judge"
import type { Judgement } from "./judgement.ts"

/** A judgement with what it is about. */
export interface Judged extends Judgement {
  readonly path: string
  readonly object: string
  readonly consistency: Consistency
}

/** What a verdict means, in a sentence. */
export const sentenceOf = ({ verdict, reason, consistency, object, part }: Judged): string => {
  if (verdict === "ok") return `${consistency}: what each client saw can be explained`
  if (reason === "budget") return `unknown whether ${consistency}: the budget ran out first`
  if (reason === "nothing-to-judge") return "unknown: nothing was read after the last change had ended"
  const those = part.length === 1 ? "this operation" : `these ${part.length} operations`
  return `not ${consistency}: whatever else happened, no ${object} gives ${those} such answers`
}
