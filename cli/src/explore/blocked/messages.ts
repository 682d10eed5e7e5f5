import { guardingClauses } from "../../clause/clause.ts"
import { clauseLines } from "../../report/explanation.ts"
import { placeOf } from "../../source/locate.ts"
import { showTagged, showValue } from "../../trace/values.ts"
import { type Envelope, envelopesIn } from "../../trace/snapshot.ts"
import { type Asked, contextOf, type NodeThere, type Reason } from "./setting.ts"

const typeOf = (message: unknown): string => String((message as { readonly type: unknown }).type)

/** Where the handler ended without having done anything, and why. */
const ignored = ({ instance, locator }: Asked, node: NodeThere, { from, message }: Envelope): Partial<Reason> => {
  const run = node.role.on?.[typeOf(message)]
  if (run === undefined) return {}
  const given = {
    values: [node.state, message, contextOf(node, { from })],
    nodeOf: (value: unknown) => (value === node.state ? node.id : undefined),
  }
  const written = locator.handler(instance, `${node.roleName}.on.${typeOf(message)}`)
  return {
    clauses: guardingClauses(run, given, locator.scopeOf).flatMap(clauseLines),
    ...(written !== undefined && { place: placeOf(written) }),
  }
}

const whyNot = (asked: Asked, node: NodeThere, envelope: Envelope): Omit<Reason, "kind" | "text"> => {
  if (node.stopped) return { reason: `${node.id} has stopped` }
  if (asked.model.network?.kind === "fifo") return { reason: `an older message from ${envelope.from} comes first` }
  return { reason: "the handler ignores it: the same state, and no effect", ...ignored(asked, node, envelope) }
}

const isDelivered = ({ moves }: Asked, { from, to, message }: Envelope): boolean =>
  moves.some(
    ({ label }) =>
      label?.kind === "message" &&
      label.node === to &&
      label.from === from &&
      showValue(label.detail) === showValue(message),
  )

const undelivered = (asked: Asked): readonly Reason[] => {
  const seen = new Set<string>()
  return envelopesIn(asked.snapshot).flatMap((envelope) => {
    const { from, to, message } = envelope
    const text = `${showTagged(message)} from ${from}`
    const node = asked.nodes.find(({ id }) => id === to)
    const isKnown = seen.has(`${to} ${text}`)
    seen.add(`${to} ${text}`)
    if (isKnown || node === undefined || isDelivered(asked, envelope)) return []
    return [{ kind: "message", node: to, text, ...whyNot(asked, node, envelope) }]
  })
}

/** Messages that a role listens to, and that nobody has sent. */
const unsent = ({ model, snapshot }: Asked): readonly Reason[] => {
  const underWay = new Set(envelopesIn(snapshot).map(({ message }) => typeOf(message)))
  const types = Object.values(model.protocol.roles).flatMap(({ definition }) => Object.keys(definition.on ?? {}))
  return [...new Set(types)]
    .filter((type) => !underWay.has(type))
    .map((type) => ({ kind: "message", text: type, reason: "none is on its way to anybody" }))
}

/** Why messages are not delivered: because nobody sent them, or because it would make no difference. */
export const blockedMessages = (asked: Asked): readonly Reason[] => [...undelivered(asked), ...unsent(asked)]
