import type { PropertyReport, Verdict } from "@lockstep/checker"

/** What two runs are compared by. */
export interface Brief {
  readonly file: string
  readonly instance: string
  readonly verdict: Verdict
  readonly states: number
  readonly transitions: number
  readonly depth: number
  readonly properties: readonly Pick<PropertyReport, "name" | "kind" | "outcome" | "depth">[]
}

/** What is told of an instance in a few words: the report of a run, or one that was read from a file. */
interface Reported extends Brief {
  readonly [more: string]: unknown
}

export const briefOf = ({ file, instance, verdict, states, transitions, depth, properties }: Reported): Brief => ({
  file,
  instance,
  verdict,
  states,
  transitions,
  depth,
  properties: properties.map((one) => ({
    name: one.name,
    kind: one.kind,
    outcome: one.outcome,
    ...(one.depth !== undefined && { depth: one.depth }),
  })),
})
