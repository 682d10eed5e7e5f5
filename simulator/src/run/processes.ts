import { randomFrom } from "../random.ts"
import type { Frames } from "./frames.ts"
import type { Lives } from "./lives.ts"
import { type Arrival, isUp, type Member, takeDown } from "./member.ts"
import { type Line, messagesIn } from "./network.ts"
import type { Stage } from "./stage.ts"
import { rangeOf } from "./timers.ts"

/** What happens to a process and its disk; each tells whether it was possible. */
export interface Processes {
  readonly die: (member: Member) => boolean
  readonly restart: (member: Member, seed: number | null) => boolean
  readonly rot: (member: Member, seed: number) => boolean
  readonly spoil: (member: Member, kind: "power" | "full", operation: number) => boolean
  /** The power goes when something has left early. */
  readonly doom: (member: Member) => boolean
  readonly stop: (member: Member) => boolean
  readonly wake: (member: Member) => boolean
  /** Wakes whoever sleeps least at a node, be it for nothing. */
  readonly rouse: (member: Member) => void
  readonly setPaused: (member: Member, isPaused: boolean) => boolean
  readonly deliver: (line: Line, nth: number, stays: boolean) => boolean
}

/** A timer whose time begins by the clock is looked at after four times as long as it runs, and then runs: one that takes longer is forgotten. */
const mostTimes = 6

export const makeProcesses = (stage: Stage, { loseMessages }: Frames, { start, run }: Lives): Processes => {
  const { plan, path, byName } = stage

  const longestMillis = Math.max(0, ...Object.values(plan.timers).map((duration) => rangeOf(duration)[1]))

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

  const stop = (member: Member): boolean => {
    if (!die(member)) return false
    member.isStopped = true
    const [stopped] = path.after({ kind: "stop", node: member.name })
    if (stopped !== undefined) path.take(stopped)
    return true
  }

  /** Whether a node waits for the time: else it would only look at its links, again and again. */
  const awaitsTime = ({ state, code, place, nowMillis }: Member): boolean =>
    state !== undefined && code.runningTimers(state, place, nowMillis).length > 0

  const rouse = (member: Member): void => {
    member.life?.clock.wake()
    run(member)
  }

  /** A node also wakes to look at its links, and at timers that do not run: that is passed over. */
  const wake = (member: Member): boolean => {
    const { life } = member
    if (life === undefined || member.isPaused || !awaitsTime(member)) return false
    const before = stage.steps
    const latest = life.clock.elapsedMillis() + mostTimes * longestMillis
    while (stage.steps === before && member.life === life && life.clock.next() <= latest) rouse(member)
    return stage.steps > before
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

  const spoil = (member: Member, kind: "power" | "full", operation: number): boolean => {
    if (!isUp(member)) return false
    if (kind === "full") member.isDiskBad = true
    member.disk.spoil(kind, operation)
    return true
  }

  const doom = (member: Member): boolean => {
    if (!isUp(member) || member.isDoomed) return false
    member.isDoomed = true
    return true
  }

  return { die, restart, rot, spoil, doom, stop, wake, rouse, setPaused, deliver }
}
