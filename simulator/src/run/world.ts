import { makeAsking } from "./asking.ts"
import type { Decision } from "./decision.ts"
import { makeFrames } from "./frames.ts"
import { makeLives } from "./lives.ts"
import { makeMeaning } from "./meaning.ts"
import type { Member } from "./member.ts"
import type { Line } from "./network.ts"
import type { Path } from "./path.ts"
import type { Plan } from "./plan.ts"
import { makeProcesses } from "./processes.ts"
import { makeStage } from "./stage.ts"

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
  /** Wakes whoever sleeps least at a node, be it for nothing: no other time passes there. */
  readonly rouse: (member: Member) => void
  /** From now on the clients of the time after the healing may ask. */
  readonly heal: () => void
  readonly steps: () => number
  /** Whether a message has left before the sync of its step. */
  readonly hasSentEarly: () => boolean
  readonly elapsedMillis: () => number
}

/** Makes a world in which all nodes have begun. */
export const makeWorld = (plan: Plan, seed: number): World => {
  const stage = makeStage(plan, seed)
  const { path, members, lines, byName, lineOf } = stage
  const frames = makeFrames(stage)
  const lives = makeLives(stage, frames, makeMeaning(stage, frames))
  const { die, restart, rot, spoil, doom, stop, wake, rouse, setPaused, deliver } = makeProcesses(stage, frames, lives)
  const { mayCall, call, perform, answer, tick } = makeAsking(stage, lives)
  const { lose } = frames

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
        if (decision.operation === null) return die(member)
        return decision.operation === "early" ? doom(member) : spoil(member, "power", decision.operation)
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
        if (plan.model.clocks !== undefined || member.life === undefined) return false
        member.nowMillis += decision.millis
        member.life.clock.set(member.nowMillis)
        return true
    }
  }

  for (const member of members) lives.start(member)

  return {
    ...{ plan, path, members, lines, mayCall, rouse },
    apply(decision) {
      if (path.violation !== undefined) return false
      if ("from" in decision) return onLine(decision)
      const member = byName.get(decision.node)
      return member !== undefined && atNode(member, decision)
    },
    heal() {
      stage.isHealed = true
      for (const member of members) {
        member.disk.mend()
        member.isDoomed = false
        member.isDiskBad = false
      }
    },
    steps: () => stage.steps,
    hasSentEarly: () => stage.hasSentEarly,
    elapsedMillis: () =>
      Math.max(...members.map(({ life, elapsedMillis }) => life?.clock.elapsedMillis() ?? elapsedMillis)),
  }
}
