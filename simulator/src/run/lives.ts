import { equal } from "@lockstep/language"
import type { Effect as SpecEffect } from "@lockstep/runtime"
import * as Exit from "effect/Exit"
import { begin, type Step, type Witness } from "../node/life.ts"
import { mixed, randomFrom } from "../random.ts"
import type { Frames } from "./frames.ts"
import type { Meaning } from "./meaning.ts"
import { sendsEarly } from "./orphans.ts"
import { isUp, type Member, type Said, takeDown, type Unseen } from "./member.ts"
import type { Stage } from "./stage.ts"

/** Begins lives of nodes, and listens to them. */
export interface Lives {
  readonly start: (member: Member) => void
  /** Lets a node do all that it can do now. */
  readonly run: (member: Member) => void
}

const segmentBytes = 1024
const journalBytes = 64

/** What a caller has heard of the protocol; nothing, if the node has only stopped. */
const heardIn = (exit: Exit.Exit<unknown, unknown>): Said | undefined => {
  if (Exit.isSuccess(exit)) return { kind: "reply", value: exit.value }
  const failures = exit.cause.reasons.map((reason) => ("error" in reason ? reason.error : undefined))
  for (const failure of failures)
    if (typeof failure === "object" && failure !== null && "reason" in failure)
      return { kind: "reject", reason: String(failure.reason) }
  return undefined
}

/** What a call is an attempt at. */
export const operationOf = (call: string): string => {
  const second = call.indexOf(".", call.indexOf(".") + 1)
  return second === -1 ? call : call.slice(0, second)
}

const repliesIn = (effects: readonly SpecEffect[]) =>
  effects.filter((effect) => effect.kind === "reply" || effect.kind === "reject")

export const makeLives = (
  stage: Stage,
  { post }: Frames,
  { keepTime, show, showKept, isAtRisk, demandRequests }: Meaning,
): Lives => {
  const { plan, seed, path, members, nodes } = stage
  const { library } = plan
  const versions = [library, { ...library, specHash: `${library.specHash}, next` }] as const

  /** The node waits: what it has done is seen, and what it owes must have been paid. */
  const settle = (member: Member): void => {
    if (path.violation !== undefined) return
    if (member.hasLostPower || (member.life !== undefined && !isUp(member) && member.life.isIdle() && member.isDiskBad))
      return takeDown(member)
    if (!isUp(member)) return
    show(member)
    const { held } = member
    member.held = []
    member.hasBegun = true
    for (const { to, frame } of held) post(member, to, frame)
    if (path.violation !== undefined) return
    demandRequests(member)
    const [owed] = member.owed
    if (owed !== undefined)
      path.deviate({ promise: "answers", reason: `${member.name} has answered ${owed}, and the caller waits` })
  }

  const run = (member: Member): void => {
    member.life?.run()
    settle(member)
  }

  const stepped = (member: Member, step: Step): void => {
    stage.steps++
    const { input, outcome } = step
    const arrival = input.kind === "message" ? member.arrivals.shift() : undefined
    const client = input.kind === "call" ? member.calling.shift()?.client : undefined
    const elapsedMillis = member.life?.clock.elapsedMillis() ?? member.elapsedMillis
    const unseen: Unseen = { ...step, arrival, client, elapsedMillis }
    member.unseen.push(unseen)
    stage.hasSentEarly ||= sendsEarly(step)
    keepTime(member, unseen)
    if (input.kind === "result")
      member.requests = member.requests.filter((one) => one.activity !== input.activity || one.key !== input.key)
    for (const effect of repliesIn(outcome.effects)) {
      if (effect.kind !== "reply" && effect.kind !== "reject") continue
      if (member.said.has(effect.call) || !member.ids.has(effect.call)) continue
      member.said.set(effect.call, effect)
      member.owed.add(effect.call)
    }
  }

  const sentEarly = (member: Member, to: string, frame: Uint8Array): void => {
    member.early.push({ to, frame })
    if (member.isDoomed) member.disk.spoil("power", 0)
  }

  const kept = (member: Member): void => {
    member.kept = member.unseen.length
    if (member.early.length > 0 && isUp(member)) show(member)
  }

  const countRejection = (name: string): void => {
    const operation = operationOf(name)
    stage.rejections.set(operation, (stage.rejections.get(operation) ?? 0) + 1)
  }

  const answered = (member: Member, name: string, exit: Exit.Exit<unknown, unknown>): void => {
    const heard = heardIn(exit)
    member.owed.delete(name)
    if (heard === undefined) return
    if (heard.kind === "reject") countRejection(name)
    show(member)
    const said = member.said.get(name)
    if (said === undefined) path.deviate({ promise: "answers", reason: `${name} is answered, and no step said so` })
    else if (!equal({ ...said, call: null }, { ...heard, call: null }))
      path.deviate({ promise: "answers", reason: `${name} is answered otherwise than a step said` })
  }

  const ended = (member: Member, why: string): void => {
    if (member.hasLostPower) return
    if (member.isDiskBad || member.isDamaged) {
      member.life?.end()
      member.isDiskBad = true
      return
    }
    path.deviate({ promise: "staysUp", reason: `${member.name}: ${why}` })
  }

  const nameOf = (member: Member, id: string): string => {
    const known = member.names.get(id)
    if (known !== undefined) return known
    const [next] = member.calling
    if (next === undefined) return id
    member.names.set(id, next.name)
    member.ids.set(next.name, id)
    return next.name
  }

  const witnessOf = (member: Member): Witness => ({
    nameOf: (id) => nameOf(member, id),
    idOf: (name) => member.ids.get(name) ?? name,
    stepped: (step) => stepped(member, step),
    sent(to, frame) {
      if (!isUp(member)) return void member.held.push({ to, frame })
      showKept(member)
      if (isAtRisk(member)) return sentEarly(member, to, frame)
      show(member)
      post(member, to, frame)
    },
    kept: () => kept(member),
    asked(activity, key, answer) {
      if (isUp(member)) show(member)
      member.requests.push({ activity, key, answer })
    },
    answered: (name, exit) => answered(member, name, exit),
    opened: () => kept(member),
    ended: (why) => ended(member, why),
  })

  const start = (member: Member): void => {
    const accepts = member.version === 0 ? [] : [versions[0].specHash]
    member.lives++
    member.life = begin(
      {
        ...{
          runtime: plan.runtime,
          library: versions[member.version] ?? library,
          role: member.role,
          self: member.name,
        },
        ...{ nodes, timers: plan.timers, accepts, disk: member.disk, journalBytes, segmentBytes },
        random: randomFrom(mixed(seed, members.indexOf(member), member.lives)),
        ...{ elapsedMillis: member.elapsedMillis, nowMillis: member.nowMillis },
      },
      witnessOf(member),
    )
    run(member)
  }

  return { start, run }
}
