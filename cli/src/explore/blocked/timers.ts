import { decidingClauses } from "../../clause/clause.ts"
import { clauseLines } from "../../report/explanation.ts"
import { placeOf } from "../../source/locate.ts"
import type { Asked, NodeThere, Reason } from "./setting.ts"

const ofTimer = ({ instance, locator }: Asked, node: NodeThere, timer: string): Reason => {
  const run = node.role.timers?.[timer]?.while
  const given = {
    values: [node.state, { ...node.place, now: node.now }],
    nodeOf: (value: unknown) => (value === node.state ? node.id : undefined),
  }
  const clauses = run === undefined ? [] : decidingClauses(run, given, false, locator.scopeOf)
  const written = locator.handler(instance, `${node.roleName}.timers.${timer}.while`)
  return {
    kind: "timer",
    node: node.id,
    text: `${timer} timer fires`,
    reason: node.stopped ? `${node.id} has stopped` : "its `while` is false",
    clauses: node.stopped ? [] : clauses.flatMap(clauseLines),
    ...(written !== undefined && { place: placeOf(written) }),
  }
}

/** Why timers do not fire: what their `while` says of the node. */
export const blockedTimers = (asked: Asked): readonly Reason[] =>
  asked.nodes.flatMap((node) => {
    const firing = asked.moves.flatMap(({ label }) =>
      label?.kind === "timer" && label.node === node.id ? [label.name] : [],
    )
    const waiting = Object.keys(node.role.timers ?? {}).filter((timer) => !firing.includes(timer))
    return waiting.map((timer) => ofTimer(asked, node, timer))
  })
