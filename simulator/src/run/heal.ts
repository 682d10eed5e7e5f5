import type { Decision } from "./decision.ts"
import { beside } from "../trap.ts"
import { isUp, type Member } from "./member.ts"
import type { World } from "./world.ts"

/** How long the healed world runs before somebody who still waits has waited too long. */
const patienceMillis = 60_000
/** So many times everything on its way arrives before somebody has to be at rest. */
const mostRounds = 1_000
/** How long a client waits before it asks again: long enough for the nodes to find their places. */
const pauseMillis = 500

/** Everything works again: what is down starts, what was cut is joined, what is slow goes on, and all have the same version. */
const repairs = (world: World): readonly Decision[] => {
  const isMixed = world.members.some(({ version }) => version === 1)
  return [
    ...world.lines.map(({ from, to }): Decision => ({ kind: "mend", from, to })),
    ...world.members.flatMap(({ name: node }): Decision[] => [
      { kind: "resume", node },
      { kind: "restart", node, seed: null },
      ...(isMixed ? [{ kind: "upgrade", node } as const] : []),
    ]),
  ]
}

/** What clients have been given no answer to, though the node that they asked still lives. */
const waiting = (world: World): readonly string[] => {
  const { follower } = world.plan
  return follower.clientsOf(world.path.state).flatMap(({ flight, open }, client) => {
    const asked = open.find(({ node }) => world.members.some((member) => member.name === node && isUp(member)))
    return flight === null || asked === undefined ? [] : [`${asked.node} has taken ${flight.call} of c${client + 1}`]
  })
}

/** Lets the healed world run as it does on a good day, in the order of time, until nobody waits any more. */
export const heal = (world: World): void => {
  const { members, lines, path, plan } = world
  const { follower } = plan
  world.heal()
  for (const repair of repairs(world)) world.apply(repair)
  const clients = plan.relaxed.clients?.map((_, client) => client) ?? []
  const begun = new Map(members.map((member) => [member.name, member.life?.clock.elapsedMillis() ?? 0]))

  const carry = (): boolean =>
    lines.reduce((some, { from, to, frames }) => {
      let moved = some
      for (let left = frames.length; left > 0; left--)
        moved = world.apply({ kind: "deliver", from, to, nth: 0 }) || moved
      return moved
    }, false)

  const serve = (): boolean =>
    members.reduce(
      (some, { name: node }) =>
        world.apply({ kind: "answer", node, nth: 0 }) || world.apply({ kind: "perform", node, nth: 0, way: 0 }) || some,
      false,
    )

  const isAsking = (client: number): boolean => members.some(({ name }) => world.mayCall(client, name))

  /** Each client asks another node than last time. */
  const ask = (round: number): void => {
    for (const client of clients) {
      const able = members.filter(({ name }) => world.mayCall(client, name))
      const member = able[round % Math.max(1, able.length)]
      if (member !== undefined) world.apply({ kind: "call", client, node: member.name })
    }
  }

  let hasTicked = false
  const since = (member: Member, millis: number): number => millis - (begun.get(member.name) ?? 0)
  const due = (member: Member): number => since(member, member.life?.clock.next() ?? Infinity)
  const elapsed = (member: Member): number => since(member, member.life?.clock.elapsedMillis() ?? 0)

  /** Time passes for everybody, until the first sleeper wakes or somebody asks again; tells when that is. */
  const pass = (now: number): number => {
    hasTicked = members.filter(({ name: node }) => world.apply({ kind: "tick", node })).length > 0
    const awake = members.filter(isUp)
    const [first] = awake.toSorted((one, other) => due(one) - due(other))
    const wakes = first !== undefined && due(first) <= now + pauseMillis
    const then = wakes ? Math.max(now, due(first)) : now + pauseMillis
    for (const member of awake) world.apply({ kind: "pass", node: member.name, millis: then - elapsed(member) })
    if (wakes) world.rouse(first)
    return then
  }

  /** Carries and serves until there is nothing left, for which no time passes. */
  const settle = (): void => {
    for (let round = 0; carry() || serve(); round++)
      if (round === mostRounds)
        return path.deviate({ promise: "progress", reason: "the nodes write to each other without end" })
  }

  const isOver = (): boolean => waiting(world).length === 0 && !clients.some(isAsking)

  /** Nothing will happen any more: whatever is under way is at its end. */
  const isAtRest = (): boolean =>
    !hasTicked && members.every(({ name, isStopped }) => isStopped || follower.timersOf(path.state, name).length === 0)

  const demandEnds = (): void => {
    const broken = follower.ends.find(({ holds }) => !beside(() => holds(path.state)))
    if (broken !== undefined) path.violation ??= { kind: "ends", name: broken.name, reason: "" }
  }

  for (let now = 0, round = 1; now <= patienceMillis && path.violation === undefined; now = pass(now)) {
    settle()
    if (now < round * pauseMillis) continue
    if (isOver() && (follower.ends.length === 0 || isAtRest())) return demandEnds()
    ask(round++)
  }
  const [first] = waiting(world)
  if (first !== undefined) path.deviate({ promise: "progress", reason: `${first}, and never answers` })
}
