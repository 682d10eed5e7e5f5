import { apply, equal } from "../../src/collections/index.ts"
import type { Effect } from "../../src/effect.ts"
import type { RoleLibrary } from "../../src/library.ts"
import type { AnyPlace, AnyState } from "../../src/role.ts"
import type { Input } from "../../src/step.ts"
import { nodeId } from "../../src/node/options.ts"
import { lively } from "../../src/trace/index.ts"

/** The line of a step. */
export interface StepLine {
  readonly step: number
  readonly now: number
  readonly input: Input & { readonly life?: string; readonly number?: number }
  readonly picks?: readonly number[]
  readonly changes?: { readonly [field: string]: unknown }
  readonly effects?: readonly Effect[]
  readonly sends?: readonly (readonly [to: string, number: number])[]
}

/** Any line, as it comes out of JSON. */
export type Line = Partial<StepLine> & {
  readonly trace?: string
  readonly life?: string
  readonly node?: string
  readonly nodes?: AnyPlace["nodes"]
  readonly state?: AnyState
  readonly gap?: number
  readonly end?: number
}

/** The boundary where a line gains its type. */
export const linesOf = (text: string): readonly Line[] =>
  text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line)

const isStep = (line: Line): line is Line & StepLine => line.step !== undefined

/** The steps of a trace. */
export const stepsOf = (lines: readonly Line[]): readonly StepLine[] => lines.filter(isStep)

const isDelta = (change: unknown): change is { readonly "#delta": unknown } =>
  typeof change === "object" && change !== null && "#delta" in change

const changed = (state: AnyState, changes: NonNullable<StepLine["changes"]>): AnyState => ({
  ...state,
  ...Object.fromEntries(
    Object.entries(changes).map(([field, change]) => [
      field,
      isDelta(change) ? apply(state[field] as never, lively(change["#delta"]) as never) : lively(change),
    ]),
  ),
})

/** The first step of a trace that the role does not do, if there is one: the plainest replay there can be. */
export const firstWrong = (lines: readonly Line[], role: RoleLibrary): number | undefined => {
  const [header] = lines
  let state: AnyState | undefined
  const self = nodeId(header?.node ?? "")
  const nodes = header?.nodes ?? {}
  const peers = (nodes[role.name] ?? []).filter((node) => node !== self)
  const place = { self, peers, nodes }
  for (const line of lines) {
    if (line.state !== undefined) state = lively(line.state) as AnyState
    if (line.gap !== undefined) state = undefined
    if (!isStep(line)) continue
    if (state === undefined) return line.step
    const picks = [...(line.picks ?? [])]
    const pick = <Candidate>(candidates: readonly Candidate[]) => candidates[picks.shift() ?? -1] as Candidate
    const outcome = role.step(state, lively(line.input) as Input, { place, now: line.now, pick })
    state = changed(state, line.changes ?? {})
    if (outcome.kind === "fault" || !equal(outcome.state, state)) return line.step
    if (!equal(outcome.effects, lively(line.effects ?? []))) return line.step
  }
  return undefined
}
