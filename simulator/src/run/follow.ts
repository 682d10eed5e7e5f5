import type { Follower, Happening } from "@lockstep/checker"
import { equal } from "@lockstep/language"
import { type AnyState, handlerName } from "@lockstep/runtime"
import type { Deviation, Path } from "./path.ts"
import type { Member, Unseen } from "./member.ts"

const happeningOf = (member: Member, { input, arrival, client }: Unseen): Happening | undefined => {
  const { name: node } = member
  switch (input.kind) {
    case "message":
      return { kind: "message", node, from: input.from, message: input.message, stays: arrival?.stays ?? false }
    case "timer":
      return { kind: "timer", node, timer: input.timer }
    case "call":
      return client === undefined ? undefined : { kind: "call", node, client }
    case "result":
      return { kind: "result", node, activity: input.activity, key: input.key }
    case "recover":
      return { kind: "crash", node }
    case "start":
      return undefined
  }
}

const show = (value: unknown): string => JSON.stringify(value)

const deviation = (reason: string): Deviation => ({ promise: "followsSpec", reason })

const none: NonNullable<Member["agreed"]> = { own: {}, model: {} }

/** Whether a node's state is that of the model: what has not changed since they last agreed is not compared again. */
const agree = (member: Member, own: AnyState, model: AnyState): boolean => {
  const { agreed = none } = member
  let more = 0
  for (const field in own) {
    more++
    const [mine, its] = [own[field], model[field]]
    if (mine !== undefined && agreed.own[field] === mine && agreed.model[field] === its) continue
    if (!Object.hasOwn(model, field) || !equal(mine, its)) return false
  }
  for (const _ in model) more--
  if (more === 0) member.agreed = { own, model }
  return more === 0
}

/** The beginnings of the model that agree with how a node has begun. */
export const followStart = (
  path: Path,
  follower: Follower,
  member: Member,
  { outcome }: Unseen,
): Deviation | undefined => {
  const agreeing = path.beginnings.filter((state) => agree(member, outcome.state, follower.stateOf(state, member.name)))
  const [first] = agreeing
  if (first === undefined) return deviation(`${member.name} begins with ${show(outcome.state)}`)
  path.beginnings = agreeing
  path.state = first
  return undefined
}

/** A node has crashed in the middle of this step, and recovers. */
const interruptionOf = (member: Member, interrupted: Unseen): Happening | undefined => {
  const during = happeningOf(member, interrupted)
  return during && { kind: "interruption", node: member.name, during }
}

/** Takes the step of the model that a node has taken, and tells if there is none; of a recovery, also what the crash has interrupted. */
export const followStep = (
  path: Path,
  follower: Follower,
  member: Member,
  unseen: Unseen,
  interrupted?: Unseen,
): Deviation | undefined => {
  const happening = interrupted ? interruptionOf(member, interrupted) : happeningOf(member, unseen)
  const what = (): string => `${member.name} takes ${handlerName(unseen.input)}`
  if (happening === undefined) return deviation(`${what()}, and nobody had asked for it`)
  const followed = path.after(happening)
  if (followed.length === 0) return deviation(`${what()}, which the spec does not allow here: ${show(unseen.input)}`)
  const { state } = unseen.outcome
  const found = followed.find((one) => agree(member, state, follower.stateOf(one.state, member.name)))
  if (found === undefined)
    return deviation(
      `${what()} and becomes ${show(state)}, where the spec has ${show(follower.stateOf(followed[0]?.state ?? path.state, member.name))}`,
    )
  path.take(found)
  return undefined
}
