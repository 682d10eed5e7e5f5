import type { Holding, SpecFault, StepLabel } from "@lockstep/checker"
import type { MessageView, StepView } from "@lockstep/explorer"
import type { Instance } from "../load/models.ts"
import { type Locator, placeOf } from "../source/locate.ts"
import { sent } from "../trace/changes.ts"
import { happening } from "../trace/happening.ts"
import { showTagged, showValue } from "../trace/values.ts"
import { isFault, type Move, type Spot, type Walker } from "./walker.ts"

/** Steps that bring something to a node: a message, or the call of a client. */
const carrying: readonly StepLabel["kind"][] = ["message", "duplicate", "overtake", "loss", "call"]

const takenBy = ({ kind, interrupted, from, node, detail }: StepLabel): MessageView | undefined =>
  carrying.includes(interrupted ?? kind) && from !== undefined && node !== undefined
    ? { from, to: node, text: showTagged(detail) }
    : undefined

const placeOfHandler = (instance: Instance, { handler }: StepLabel, locator: Locator): string | undefined => {
  const written = handler === undefined ? undefined : locator.handler(instance, handler)
  return written && placeOf(written)
}

const beginView = ({ id, state, snapshot }: Move): StepView => ({
  id,
  kind: "begin",
  text: snapshot.map(({ name, value }) => `${name} ${showValue(value)}`).join("  "),
  changes: [],
  sent: [],
  target: state.join(),
  breaks: [],
})

const unfulfilled = (holdings: readonly Holding[] | SpecFault): readonly string[] =>
  isFault(holdings) ? [] : holdings.flatMap(({ kind, name, holds }) => (kind !== "reachable" && !holds ? [name] : []))

/** What a step breaks: not what was broken before it. */
const broken = ({ walk }: Walker, { state, before }: Spot, next: Move): readonly string[] => {
  const known = unfulfilled(walk.holdings(before?.state, state))
  return unfulfilled(walk.holdings(state, next.state)).filter((name) => !known.includes(name))
}

/** A step as the page shows it. */
export const stepView = (walker: Walker, before: Spot | undefined, move: Move, locator: Locator): StepView => {
  const { id, label, state, snapshot, changes } = move
  if (label === undefined || before === undefined) return beginView(move)
  const place = placeOfHandler(walker.instance, label, locator)
  const taken = takenBy(label)
  return {
    id,
    kind: label.kind,
    text: happening(label),
    changes: changes.filter((change) => !change.startsWith("sends ")),
    sent: sent(before.snapshot, snapshot).map(({ from, to, message }) => ({ from, to, text: showTagged(message) })),
    target: state.join(),
    breaks: broken(walker, before, move),
    ...(label.node !== undefined && { node: label.node }),
    ...(place !== undefined && { place }),
    ...(taken !== undefined && { taken }),
  }
}
