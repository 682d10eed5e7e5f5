import type { Client } from "../model/relaxed.ts"
import { type Lives, operationOf } from "./lives.ts"
import { isUp, type Member } from "./member.ts"
import type { Stage } from "./stage.ts"

/** What clients, services and clocks of the model do; each tells whether it was possible. */
export interface Asking {
  readonly mayCall: (client: number, node: string) => boolean
  readonly call: (client: number, member: Member) => boolean
  readonly perform: (member: Member, nth: number, way: number) => boolean
  readonly answer: (member: Member, nth: number) => boolean
  readonly tick: (member: Member) => boolean
}

export const makeAsking = (stage: Stage, { run }: Lives): Asking => {
  const { plan, path, members, byName, nodes } = stage
  const { follower } = plan
  const ownClients = plan.model.clients?.length ?? 0

  /** A client of the model asks as often as it says, and once more each time that it was turned away. */
  const isDue = (client: number, name: string): boolean => {
    const { retries = 0, calls = [] } = plan.model.clients?.[client] ?? {}
    const { over = 0, attempts = 0 } = follower.clientsOf(path.state)[client] ?? {}
    if (stage.isHealed && attempts === 0 && over >= calls.length) return false
    return attempts <= retries + (stage.rejections.get(operationOf(name)) ?? 0)
  }

  const isAtHome = ({ of, at }: Client, node: string): boolean =>
    at === undefined || Object.keys(nodes[of] ?? {})[at] === node

  /** Where a client stays bounds the model: once all is healed, whoever was turned away there looks for another node. */
  const maySearch = (client: number, name: string): boolean =>
    client >= ownClients && stage.rejections.has(operationOf(name))

  const mayCall = (client: number, node: string): boolean => {
    const asking = plan.relaxed.clients?.[client]
    const member = byName.get(node)
    if (asking === undefined || member === undefined || !isUp(member) || member.isPaused || member.role !== asking.of)
      return false
    if (client >= ownClients && !stage.isHealed) return false
    if (members.some(({ orphans }) => orphans.some((one) => one.client === client))) return false
    const name = follower.nextCall(path.state, client)
    if (name === undefined || (!isAtHome(asking, node) && !maySearch(client, name))) return false
    return client >= ownClients || isDue(client, name)
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
    const ways = path.after({
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
    const [ticked] = path.after({ kind: "tick", node: member.name })
    if (ticked === undefined) return false
    path.take(ticked)
    member.nowMillis++
    member.life?.clock.set(member.nowMillis)
    return true
  }

  return { mayCall, call, perform, answer, tick }
}
