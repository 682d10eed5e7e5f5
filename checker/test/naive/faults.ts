import { afterCrash, type NodeId } from "@lockstep/language"
import { askedAgain } from "./activities.ts"
import { unanswerableAt } from "./clients.ts"
import { type Setting, take } from "./nodes.ts"
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

/** Every crash that may happen. */
export const crashes = (state: Global, setting: Setting): readonly Global[] => {
  const definition = setting.model.crashes
  if (definition === undefined || state.budgets.crashes === 0) return []
  return living(state)
    .filter((node) => definition.of === undefined || definition.of.includes(nodeOf(state, node).role))
    .flatMap((node) => (definition.afterwards === "stop" ? [stopped(state, node)] : restarted(state, node, setting)))
}

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
