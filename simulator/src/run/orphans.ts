import { equal } from "@lockstep/language"
import type { Effect as SpecEffect } from "@lockstep/runtime"
import type { Step } from "../node/life.ts"
import type { Member, Unseen } from "./member.ts"
import { readFrame } from "./network.ts"
import type { Stage } from "./stage.ts"

/** What becomes of the steps during which a node has crashed. */
export interface Orphans {
  /** Whether something may leave the node before what it tells of is durable. */
  readonly isAtRisk: (member: Member) => boolean
  /** Finds out what was durable, from what a node remembers, and lets it recover. */
  readonly resolve: (member: Member, recovery: Unseen) => void
}

/** Follows a step; of a recovery, also the step that the crash has interrupted. */
type Follow = (member: Member, unseen: Unseen, interrupted?: Unseen) => void

interface Envelope {
  readonly to: string
  readonly message: unknown
}

const isEarly = (effect: SpecEffect): boolean =>
  (effect.kind === "send" || effect.kind === "broadcast") && effect.early === true

/** Whether a step sends something that may leave before it is durable. */
export const sendsEarly = ({ outcome }: Step): boolean => outcome.effects.some(isEarly)

const changesDurable = ({ code, place }: Member, { input, before, outcome }: Unseen): boolean =>
  input.kind === "result" ||
  outcome.effects.some(({ kind }) => kind === "perform") ||
  !equal(code.restored(place, before), code.restored(place, outcome.state))

export const makeOrphans = ({ plan, path, members, byName }: Stage, follow: Follow): Orphans => {
  const { follower, model, library } = plan

  const hearers = (member: Member, { message }: { readonly message: { readonly type: string } }): readonly string[] =>
    members
      .filter(
        ({ name, role }) =>
          name !== member.name && model.protocol.roles[role]?.definition.on?.[message.type] !== undefined,
      )
      .map(({ name }) => name)

  const envelopesOf = (member: Member, effect: SpecEffect): readonly Envelope[] => {
    if (effect.kind === "send") return [{ to: effect.to, message: effect.message }]
    if (effect.kind !== "broadcast") return []
    return hearers(member, effect).map((to) => ({ to, message: effect.message }))
  }

  /** What a node was about to send when it died is lost, unless it is among what had left. */
  const account = (member: Member, effects: readonly SpecEffect[], left: Envelope[]): void => {
    for (const effect of effects)
      for (const { to, message } of envelopesOf(member, effect)) {
        const at = left.findIndex((one) => one.to === to && equal(one.message, message))
        if (at >= 0) left.splice(at, 1)
        const [lost] = at >= 0 ? [] : path.after({ kind: "loss", node: to, from: member.name, message })
        if (lost !== undefined) path.take(lost)
      }
  }

  const wasAsked = ({ name, requests }: Member): boolean => {
    const pending = follower.pendingOf(path.state, name)
    return (
      pending.length === requests.length &&
      pending.every(({ activity, key }) => requests.some((one) => one.activity === activity && one.key === key))
    )
  }

  /** Whether the steps of the life before are durable, or nothing is left of them. */
  const fateOf = (member: Member, { before: recovered }: Unseen): "kept" | "forgotten" | "neither" => {
    const { orphans, state, code, place } = member
    if (state === undefined) return "forgotten"
    const last = orphans.at(-1)?.outcome.state
    const isKept = last !== undefined && equal(recovered, code.restored(place, last))
    const isForgotten = equal(recovered, code.restored(place, state))
    if (isForgotten && (!isKept || wasAsked(member))) return "forgotten"
    return isKept ? "kept" : "neither"
  }

  const forgets = (member: Member, { before }: Unseen): void => {
    const { name, code, place, state = before } = member
    const reason = `${name} remembers ${JSON.stringify(before)}, and had ${JSON.stringify(code.restored(place, state))}`
    path.deviate({ promise: member.isDamaged ? "refusesDamage" : "remembers", reason })
  }

  const leftOf = ({ early }: Member): Envelope[] => {
    const left: Envelope[] = []
    for (const { to, frame } of early)
      for (const message of readFrame(library, byName.get(to)?.role ?? "", frame)) left.push({ to, message })
    return left
  }

  return {
    isAtRisk(member) {
      const unsure = member.unseen.slice(member.kept)
      return unsure.some(sendsEarly) && unsure.some((one) => changesDurable(member, one))
    },
    resolve(member, recovery) {
      const { orphans } = member
      const left = leftOf(member)
      const fate = fateOf(member, recovery)
      member.orphans = []
      if (fate === "neither") return forgets(member, recovery)
      const cut = left.length > 0 ? orphans.findIndex((one) => changesDurable(member, one)) : 0
      const interrupted = fate === "forgotten" && left.length > 0 ? orphans[cut] : undefined
      for (const orphan of fate === "kept" ? orphans : orphans.slice(0, Math.max(cut, 0))) {
        follow(member, orphan)
        account(member, orphan.outcome.effects, left)
      }
      const isInterrupted = interrupted !== undefined && left.length > 0
      follow(member, recovery, isInterrupted ? interrupted : undefined)
      if (isInterrupted) account(member, interrupted.outcome.effects.filter(isEarly), left)
      const [stray] = left
      if (stray === undefined) return
      const reason = `${member.name} has sent ${JSON.stringify(stray.message)} before what it tells of was durable`
      path.deviate({ promise: "followsSpec", reason })
    },
  }
}
