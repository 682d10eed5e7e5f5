import { equal } from "@lockstep/language"
import type { AnyState, Effect as SpecEffect } from "@lockstep/runtime"
import * as Duration from "effect/Duration"
import { followStart, followStep } from "./follow.ts"
import type { Member, Unseen } from "./member.ts"
import type { Plan } from "./plan.ts"
import type { Stage } from "./stage.ts"

/** What the steps of nodes mean in the model, and what is demanded of them. */
export interface Meaning {
  readonly keepTime: (member: Member, unseen: Unseen) => void
  readonly show: (member: Member) => void
  readonly demandRequests: (member: Member) => void
}

type Span = Exclude<Duration.Input, readonly unknown[]>
const millisOf = (span: Span): number => Duration.toMillis(Duration.fromInputUnsafe(span))

const shortestOf = (plan: Plan, timer: string): number => {
  const duration = plan.timers[timer]
  if (duration === undefined) return 0
  return Array.isArray(duration) ? millisOf(duration[0] as Span) : millisOf(duration as Span)
}

export const makeMeaning = ({ plan, path, members }: Stage): Meaning => {
  const { follower, model } = plan
  const shortest = new Map(Object.keys(plan.timers).map((timer) => [timer, shortestOf(plan, timer)]))

  const runningTimers = (member: Member, state: AnyState): readonly string[] =>
    member.code.runningTimers(state, member.place, member.nowMillis)

  const keepTime = (member: Member, { input, outcome, elapsedMillis }: Unseen): void => {
    const { timers } = member
    if (input.kind === "timer") {
      const ran = elapsedMillis - (timers.get(input.timer) ?? elapsedMillis)
      if (ran < (shortest.get(input.timer) ?? 0) - 1e-6)
        path.deviate({ promise: "keepsTime", reason: `${input.timer} of ${member.name} fires after ${ran} ms` })
      timers.set(input.timer, elapsedMillis)
    }
    const running = runningTimers(member, outcome.state)
    for (const timer of timers.keys()) if (!running.includes(timer)) timers.delete(timer)
    for (const timer of running) if (!timers.has(timer)) timers.set(timer, elapsedMillis)
    for (const effect of outcome.effects) if (effect.kind === "restart") timers.set(effect.timer, elapsedMillis)
  }

  const follow = (member: Member, unseen: Unseen): void => {
    if (path.violation !== undefined) return
    if (unseen.input.kind === "start") path.deviate(followStart(path, follower, member, unseen))
    else path.deviate(followStep(path, follower, member, unseen))
    member.state = unseen.outcome.state
  }

  /** The steps of the life before are durable, or nothing is left of them. */
  const resolveOrphans = (member: Member, recovered: AnyState): void => {
    const { orphans, state, code, place } = member
    member.orphans = []
    if (state === undefined) return
    const last = orphans.at(-1)?.outcome.state
    const isKept = last !== undefined && equal(recovered, code.restored(place, last))
    const isForgotten = equal(recovered, code.restored(place, state))
    const wasAsked = (): boolean => {
      const pending = follower.pendingOf(path.state, member.name)
      return (
        pending.length === member.requests.length &&
        pending.every(({ activity, key }) =>
          member.requests.some((one) => one.activity === activity && one.key === key),
        )
      )
    }
    if (isForgotten && (!isKept || wasAsked())) return
    if (!isKept) {
      const reason = `${member.name} remembers ${JSON.stringify(recovered)}, and had ${JSON.stringify(code.restored(place, state))}`
      return path.deviate({ promise: member.isDamaged ? "refusesDamage" : "remembers", reason })
    }
    for (const orphan of orphans) {
      follow(member, orphan)
      for (const effect of orphan.outcome.effects) forget(member, effect)
    }
  }

  /** What a node was about to send when it died. */
  const forget = (member: Member, effect: SpecEffect): void => {
    const targets =
      effect.kind === "send" ? [effect.to as string] : effect.kind === "broadcast" ? hearers(member, effect) : []
    for (const to of targets) {
      const happening = {
        kind: "loss",
        node: to,
        from: member.name,
        message: "message" in effect ? effect.message : null,
      } as const
      const [lost] = follower.after(path.state, happening)
      if (lost !== undefined) path.take(lost)
    }
  }

  const hearers = (member: Member, { message }: { readonly message: { readonly type: string } }): readonly string[] =>
    members
      .filter(
        ({ name, role }) =>
          name !== member.name && model.protocol.roles[role]?.definition.on?.[message.type] !== undefined,
      )
      .map(({ name }) => name)

  /** Somebody is about to see something of the node: its steps count from now on. */
  const show = (member: Member): void => {
    const { unseen } = member
    if (unseen.length === 0) return
    member.unseen = []
    const [first] = unseen
    if (first?.input.kind === "recover") resolveOrphans(member, first.before)
    for (const one of unseen) follow(member, one)
  }

  const demandRequests = (member: Member): void => {
    const pending = follower.pendingOf(path.state, member.name)
    const isSame = pending.every(({ activity, key }) =>
      member.requests.some((one) => one.activity === activity && one.key === key),
    )
    if (!isSame || pending.length !== member.requests.length) {
      const names = (all: readonly { readonly activity: string; readonly key: string }[]) =>
        all.map(({ activity, key }) => `${activity} ${key}`).join(", ") || "nothing"
      const reason = `${member.name} has asked for ${names(member.requests)}, and waits for ${names(pending)}`
      path.deviate({ promise: "performs", reason })
    }
  }

  return { keepTime, show, demandRequests }
}
