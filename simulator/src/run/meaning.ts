import type { AnyState } from "@lockstep/runtime"
import { followStart, followStep } from "./follow.ts"
import type { Frames } from "./frames.ts"
import type { Member, Unseen } from "./member.ts"
import { makeOrphans, type Orphans } from "./orphans.ts"
import type { Stage } from "./stage.ts"
import { rangeOf } from "./timers.ts"

/** What the steps of nodes mean in the model, and what is demanded of them. */
export interface Meaning {
  readonly keepTime: (member: Member, unseen: Unseen) => void
  readonly show: (member: Member) => void
  /** The steps that are known to be durable count. */
  readonly showKept: (member: Member) => void
  readonly isAtRisk: Orphans["isAtRisk"]
  readonly demandRequests: (member: Member) => void
}

export const makeMeaning = (stage: Stage, frames: Frames): Meaning => {
  const { plan, path } = stage
  const { follower } = plan
  const shortest = new Map(Object.entries(plan.timers).map(([timer, duration]) => [timer, rangeOf(duration)[0]]))

  const runningTimers = (member: Member, state: AnyState): readonly string[] =>
    member.code.runningTimers(state, member.place, member.nowMillis)

  const keepTime = (member: Member, { input, outcome, elapsedMillis }: Unseen): void => {
    const { timers } = member
    if (input.kind === "timer") {
      // What a timer waits for may be the clock: then it runs since some moment after the last step.
      const ran = elapsedMillis - (timers.get(input.timer) ?? member.timersSeenMillis)
      if (ran < (shortest.get(input.timer) ?? 0) - 1e-6)
        path.deviate({ promise: "keepsTime", reason: `${input.timer} of ${member.name} fires after ${ran} ms` })
      timers.set(input.timer, elapsedMillis)
    }
    const running = runningTimers(member, outcome.state)
    for (const timer of timers.keys()) if (!running.includes(timer)) timers.delete(timer)
    for (const timer of running) if (!timers.has(timer)) timers.set(timer, elapsedMillis)
    for (const effect of outcome.effects) if (effect.kind === "restart") timers.set(effect.timer, elapsedMillis)
    member.timersSeenMillis = elapsedMillis
  }

  const follow = (member: Member, unseen: Unseen, interrupted?: Unseen): void => {
    if (path.violation !== undefined) return
    if (unseen.input.kind === "start") path.deviate(followStart(path, follower, member, unseen))
    else path.deviate(followStep(path, follower, member, unseen, interrupted))
    member.state = unseen.outcome.state
  }

  const { isAtRisk, resolve } = makeOrphans(stage, follow)

  /** The first steps that nobody has seen count from now on, and what was sent early in them is on its way. */
  const showFirst = (member: Member, count: number): void => {
    for (const one of member.unseen.splice(0, count))
      if (one.input.kind === "recover") resolve(member, one)
      else follow(member, one)
    member.kept = 0
    const { early } = member
    member.early = []
    for (const { to, frame } of early) frames.post(member, to, frame)
  }

  const showKept = (member: Member): void => {
    if (member.kept > 0) showFirst(member, member.kept)
  }

  /** Somebody is about to see something of the node: its steps count from now on. */
  const show = (member: Member): void => {
    if (member.unseen.length > 0) showFirst(member, member.unseen.length)
  }

  const demandRequests = (member: Member): void => {
    if (!member.asks) return
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

  return { keepTime, show, showKept, isAtRisk, demandRequests }
}
