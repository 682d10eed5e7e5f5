import { equal } from "@lockstep/language"
import type { AnyState, Effect as SpecEffect } from "@lockstep/runtime"
import * as Duration from "effect/Duration"
import * as Exit from "effect/Exit"
import { begin, type Life, type Step, type Witness } from "../node/life.ts"
import { mixed, randomFrom } from "../random.ts"
import type { Decision } from "./decision.ts"
import { followStart, followStep } from "./follow.ts"
import { type Arrival, isUp, makeMember, type Member, type Said, takeDown, type Unseen } from "./member.ts"
import { type Line, makeLines, messagesIn, readFrame } from "./network.ts"
import { makePath, type Path } from "./path.ts"
import type { Plan } from "./plan.ts"

/** All nodes of a run, and what is between them. */
export interface World {
  readonly plan: Plan
  readonly path: Path
  readonly members: readonly Member[]
  readonly lines: readonly Line[]
  /** Lets something happen; `false` if it is not possible now. */
  readonly apply: (decision: Decision) => boolean
  /** Whether a client has a call to make, at this node. */
  readonly mayCall: (client: number, node: string) => boolean
  /** From now on the clients of the time after the healing may ask. */
  readonly heal: () => void
  readonly steps: () => number
  readonly elapsedMillis: () => number
}

/** A line that holds more has lost its oldest frame. */
const lineFrames = 12
/** How often a node wakes for nothing before it is left alone. */
const mostIdleTurns = 12
/** Whoever sleeps longer waits for something else. */
const longestSleepMillis = 3_600_000

const segmentBytes = 1024
const journalBytes = 64

type Span = Exclude<Duration.Input, readonly unknown[]>
const millisOf = (span: Span): number => Duration.toMillis(Duration.fromInputUnsafe(span))

const shortestOf = (plan: Plan, timer: string): number => {
  const duration = plan.timers[timer]
  if (duration === undefined) return 0
  return Array.isArray(duration) ? millisOf(duration[0] as Span) : millisOf(duration as Span)
}

const addressesOf = ({ follower }: Plan): { readonly [role: string]: { readonly [node: string]: string } } => {
  const byRole: { [role: string]: { [node: string]: string } } = {}
  for (const { roleName, id } of follower.nodes) (byRole[roleName] ??= {})[id] = id
  return byRole
}

/** What a caller has heard of the protocol; nothing, if the node has only stopped. */
const heardIn = (exit: Exit.Exit<unknown, unknown>): Said | undefined => {
  if (Exit.isSuccess(exit)) return { kind: "reply", value: exit.value }
  const failures = exit.cause.reasons.map((reason) => ("error" in reason ? reason.error : undefined))
  for (const failure of failures)
    if (typeof failure === "object" && failure !== null && "reason" in failure)
      return { kind: "reject", reason: String(failure.reason) }
  return undefined
}

const repliesIn = (effects: readonly SpecEffect[]) =>
  effects.filter((effect) => effect.kind === "reply" || effect.kind === "reject")

/** Makes a world in which all nodes have begun. */
export const makeWorld = (plan: Plan, seed: number): World => {
  const { follower, library, model } = plan
  const path = makePath(follower)
  const members = follower.nodes.map((node) => {
    const code = library.roles[node.roleName]
    if (code === undefined) throw new Error(`the library has no role ${node.roleName}`)
    return makeMember(node, code)
  })
  const byName = new Map(members.map((member) => [member.name, member]))
  const byPair = makeLines(members.map(({ name }) => name))
  const lines = [...byPair.values()].flatMap((own) => [...own.values()])
  const nodes = addressesOf(plan)
  const ownClients = model.clients?.length ?? 0
  const shortest = new Map(Object.keys(plan.timers).map((timer) => [timer, shortestOf(plan, timer)]))
  const versions = [library, { ...library, specHash: `${library.specHash}, next` }] as const
  let isHealed = false
  let steps = 0

  const lineOf = (from: string, to: string): Line | undefined => byPair.get(from)?.get(to)

  // What leaves a node

  const loseMessages = (from: string, to: Member, frame: Uint8Array): void => {
    for (const message of readFrame(library, to.role, frame)) {
      const [lost] = follower.after(path.state, { kind: "loss", node: to.name, from, message })
      if (lost === undefined)
        return path.deviate({
          promise: "followsSpec",
          reason: `${from} has sent ${JSON.stringify(message)}, which no step asked for`,
        })
      path.take(lost)
    }
  }

  /** Where it is open whether a step took a copy, the frame must still be there for the step. */
  const lose = (line: Line, nth: number): boolean => {
    const to = byName.get(line.to)
    if (to === undefined || to.orphans.length > 0) return false
    const [frame] = line.frames.splice(nth, 1)
    if (frame === undefined) return false
    loseMessages(line.from, to, frame)
    return true
  }

  const post = (from: Member, to: string, frame: Uint8Array): void => {
    const line = lineOf(from.name, to)
    if (line === undefined) return path.deviate({ promise: "followsSpec", reason: `${from.name} sends to ${to}` })
    line.frames.push(frame)
    if (line.frames.length > lineFrames && plan.faults.has("loss")) lose(line, 0)
  }

  // What the steps of a node mean

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
      return path.deviate({ promise: "remembers", reason })
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

  // What a node tells

  const stepped = (member: Member, step: Step): void => {
    steps++
    const { input, outcome } = step
    const arrival = input.kind === "message" ? member.arrivals.shift() : undefined
    const client = input.kind === "call" ? member.calling.shift()?.client : undefined
    const elapsedMillis = member.life?.clock.elapsedMillis() ?? member.elapsedMillis
    const unseen: Unseen = { ...step, arrival, client, elapsedMillis }
    member.unseen.push(unseen)
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

  const answered = (member: Member, name: string, exit: Exit.Exit<unknown, unknown>): void => {
    const heard = heardIn(exit)
    member.owed.delete(name)
    if (heard === undefined) return
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
      show(member)
      post(member, to, frame)
    },
    asked(activity, key, answer) {
      if (isUp(member)) show(member)
      member.requests.push({ activity, key, answer })
    },
    answered: (name, exit) => answered(member, name, exit),
    opened: () => undefined,
    ended: (why) => ended(member, why),
  })

  // What happens to a node

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

  const loseBacklog = (member: Member): void => {
    for (const { from, frame } of member.backlog) loseMessages(from, member, frame)
  }

  const die = (member: Member): boolean => {
    if (!isUp(member)) return false
    loseBacklog(member)
    takeDown(member)
    return true
  }

  const restart = (member: Member, seed: number | null): boolean => {
    if (member.life !== undefined || member.isStopped || member.isDamaged) return false
    if (member.hasLostPower || seed !== null) member.disk.restart(randomFrom(seed ?? 0))
    member.disk.mend()
    member.hasLostPower = member.isDiskBad = false
    start(member)
    return true
  }

  /** A node whose disk has changed what was written does not start, or has lost nothing by it. */
  const rot = (member: Member, seed: number): boolean => {
    if (member.life !== undefined || member.isStopped || member.isDamaged) return false
    const random = randomFrom(seed)
    if (member.hasLostPower) member.disk.restart(random)
    member.hasLostPower = false
    if (member.disk.rot(random) === undefined) return false
    member.disk.mend()
    member.isDamaged = true
    start(member)
    if (isUp(member)) member.isDamaged = false
    else takeDown(member)
    return true
  }

  const isJoined = (line: Line): boolean => {
    const [from, to] = [byName.get(line.from)?.life, byName.get(line.to)?.life]
    return !line.isCut && to !== undefined && to.isOpen() && (from === undefined || from.specHash === to.specHash)
  }

  const deliver = (line: Line, nth: number, stays: boolean): boolean => {
    const frame = line.frames[nth]
    const member = byName.get(line.to)
    if (frame === undefined || member?.life === undefined || !isJoined(line) || (stays && member.isPaused)) return false
    if (!stays) line.frames.splice(nth, 1)
    const arrival = { from: line.from, frame, stays }
    if (member.isPaused) return member.backlog.push(arrival) > 0
    arrive(member, arrival)
    run(member)
    return true
  }

  const arrive = (member: Member, arrival: Arrival): void => {
    for (let left = messagesIn(arrival.frame); left > 0; left--) member.arrivals.push(arrival)
    const problem = member.life?.receive(arrival.from, arrival.frame)
    if (problem !== undefined)
      path.deviate({ promise: "followsSpec", reason: `${member.name} does not take a frame: ${problem}` })
  }

  const mayCall = (client: number, node: string): boolean => {
    const asking = plan.relaxed.clients?.[client]
    const member = byName.get(node)
    if (asking === undefined || member === undefined || !isUp(member) || member.isPaused || member.role !== asking.of)
      return false
    if (client >= ownClients && !isHealed) return false
    if (
      asking.at !== undefined &&
      nodes[asking.of] !== undefined &&
      Object.keys(nodes[asking.of] ?? {})[asking.at] !== node
    )
      return false
    return (
      members.every(({ orphans }) => orphans.every((one) => one.client !== client)) &&
      follower.nextCall(path.state, client) !== undefined
    )
  }

  const call = (client: number, member: Member): boolean => {
    const name = follower.nextCall(path.state, client)
    const next = plan.relaxed.clients?.[client]?.calls[follower.clientsOf(path.state)[client]?.over ?? 0]
    if (name === undefined || next === undefined || !mayCall(client, member.name)) return false
    member.calling.push({ name, client })
    member.life?.call(name, next[0], next[1])
    run(member)
    return true
  }

  const perform = (member: Member, nth: number, way: number): boolean => {
    const waiting = follower.pendingOf(path.state, member.name).filter(({ answer }) => answer.length === 0)
    const one = waiting[nth]
    if (one === undefined) return false
    const ways = follower.after(path.state, {
      kind: "perform",
      node: member.name,
      activity: one.activity,
      key: one.key,
    })
    const taken = ways[way % Math.max(1, ways.length)]
    if (taken === undefined) return false
    path.take(taken)
    return true
  }

  const answer = (member: Member, nth: number): boolean => {
    const performed = follower.pendingOf(path.state, member.name).filter((one) => one.answer.length > 0)
    const one = performed[nth]
    const request = member.requests.find(({ activity, key }) => activity === one?.activity && key === one.key)
    if (one === undefined || request === undefined || !isUp(member) || member.isPaused) return false
    request.answer(one.answer[0])
    run(member)
    return true
  }

  const tick = (member: Member): boolean => {
    const { clocks } = plan.relaxed
    if (clocks === undefined || member.isStopped || member.orphans.length > 0) return false
    const clock = (one: Member): number => follower.clockOf(path.state, one.name)
    const slowest = Math.min(...members.filter(({ isStopped }) => !isStopped).map(clock))
    if (clock(member) >= clocks.until || clock(member) + 1 - slowest > clocks.skew) return false
    const [ticked] = follower.after(path.state, { kind: "tick", node: member.name })
    if (ticked === undefined) return false
    path.take(ticked)
    member.nowMillis++
    member.life?.clock.set(member.nowMillis)
    return true
  }

  const stop = (member: Member): boolean => {
    if (!die(member)) return false
    member.isStopped = true
    const [stopped] = follower.after(path.state, { kind: "stop", node: member.name })
    if (stopped !== undefined) path.take(stopped)
    return true
  }

  const sleeps = ({ clock }: Life): boolean => clock.next() - clock.elapsedMillis() <= longestSleepMillis

  /** A node also wakes to look at timers that do not run: that is passed over. */
  const wake = (member: Member): boolean => {
    const { life } = member
    if (life === undefined || member.isPaused || !sleeps(life)) return false
    const before = steps
    for (let turn = 0; turn < mostIdleTurns && steps === before && member.life === life && sleeps(life); turn++) {
      life.clock.wake()
      run(member)
    }
    return steps > before
  }

  const setPaused = (member: Member, isPaused: boolean): boolean => {
    if (!isUp(member) || member.isPaused === isPaused) return false
    member.isPaused = isPaused
    if (isPaused) return true
    const { backlog } = member
    member.backlog = []
    for (const arrival of backlog) arrive(member, arrival)
    run(member)
    return true
  }

  const onLine = (decision: Extract<Decision, { from: string }>): boolean => {
    const line = lineOf(decision.from, decision.to)
    if (line === undefined) return false
    switch (decision.kind) {
      case "deliver":
        return deliver(line, decision.nth, false)
      case "double":
        return deliver(line, decision.nth, true)
      case "lose":
        return lose(line, decision.nth)
      default:
        if (line.isCut === (decision.kind === "cut")) return false
        line.isCut = !line.isCut
        return true
    }
  }

  const spoil = (member: Member, kind: "power" | "full", operation: number): boolean => {
    if (!isUp(member)) return false
    if (kind === "full") member.isDiskBad = true
    member.disk.spoil(kind, operation)
    return true
  }

  const atNode = (member: Member, decision: Exclude<Decision, { from: string }>): boolean => {
    switch (decision.kind) {
      case "wake":
        return wake(member)
      case "pass":
        member.life?.clock.pass(decision.millis)
        return member.life !== undefined
      case "call":
        return call(decision.client, member)
      case "perform":
        return perform(member, decision.nth, decision.way)
      case "answer":
        return answer(member, decision.nth)
      case "crash":
        return decision.operation === null ? die(member) : spoil(member, "power", decision.operation)
      case "full":
        return spoil(member, "full", decision.operation)
      case "rot":
        return rot(member, decision.seed)
      case "restart":
        return restart(member, decision.seed)
      case "upgrade":
        if (member.version === 1 || !die(member)) return false
        member.version = 1
        return restart(member, null)
      case "stop":
        return stop(member)
      case "pause":
      case "resume":
        return setPaused(member, decision.kind === "pause")
      case "tick":
        return tick(member)
      case "jump":
        if (model.clocks !== undefined || member.life === undefined) return false
        member.nowMillis += decision.millis
        member.life.clock.set(member.nowMillis)
        return true
    }
  }

  for (const member of members) start(member)

  return {
    ...{ plan, path, members, lines, mayCall },
    apply(decision) {
      if (path.violation !== undefined) return false
      if ("from" in decision) return onLine(decision)
      const member = byName.get(decision.node)
      return member !== undefined && atNode(member, decision)
    },
    heal() {
      isHealed = true
      for (const member of members) {
        member.disk.mend()
        member.isDiskBad = false
      }
    },
    steps: () => steps,
    elapsedMillis: () =>
      Math.max(...members.map(({ life, elapsedMillis }) => life?.clock.elapsedMillis() ?? elapsedMillis)),
  }
}
