import { afterCrash, type Input, type NodeId } from "@lockstep/language"
import { askedAgain } from "./activities.ts"
import { unanswerableAt } from "./clients.ts"
import { sentEarly, type Setting, take } from "./nodes.ts"
import { type Global, living, nodeOf, spend, withNode } from "./state.ts"
import { definitionOf, placeOf } from "./topology.ts"

const stopped = (state: Global, node: NodeId): Global =>
  withNode(unanswerableAt(spend(state, "crashes"), node), node, { stopped: true })

const restarted = (state: Global, node: NodeId, setting: Setting): readonly Global[] => {
  const { role, state: own } = nodeOf(state, node)
  const definition = definitionOf(setting.topology, role)
  const kept = afterCrash(definition, placeOf(setting.topology, role, node), own)
  const down = unanswerableAt(askedAgain(spend(state, "crashes"), node), node)
  return take(withNode(down, node, { state: kept }), node, { kind: "recover" }, setting)
}

const mayCrash = (state: Global, node: NodeId, { model: { crashes } }: Setting): boolean =>
  crashes !== undefined &&
  state.budgets.crashes > 0 &&
  (crashes.of === undefined || crashes.of.includes(nodeOf(state, node).role))

const crashed = (state: Global, node: NodeId, setting: Setting): readonly Global[] =>
  setting.model.crashes?.afterwards === "stop" ? [stopped(state, node)] : restarted(state, node, setting)

/** Every crash that may happen between two steps. */
export const crashes = (state: Global, setting: Setting): readonly Global[] =>
  living(state)
    .filter((node) => mayCrash(state, node, setting))
    .flatMap((node) => crashed(state, node, setting))

/** Every crash in the middle of taking an input; `rest` is all that the input leaves of the state before. */
export const interruptions = (
  state: Global,
  { node, input, rest }: { readonly node: NodeId; readonly input: Input; readonly rest: Global },
  setting: Setting,
): readonly Global[] =>
  mayCrash(rest, node, setting)
    ? sentEarly(rest, node, input, setting).flatMap((sent) =>
        crashed(withNode(sent, node, nodeOf(state, node)), node, setting),
      )
    : []

/** Every tick of a clock that may happen. */
export const ticks = (state: Global, { model: { clocks } }: Setting): readonly Global[] => {
  if (clocks === undefined) return []
  return living(state)
    .map((node) => withNode(state, node, { clock: nodeOf(state, node).clock + 1 }))
    .filter((after, at) => {
      const { clock } = nodeOf(after, living(state)[at] as NodeId)
      const slowest = Math.min(...living(after).map((other) => nodeOf(after, other).clock))
      return clock <= clocks.until && clock - slowest <= clocks.skew
    })
}
