import { below, type Random } from "../random.ts"
import type { Decision } from "./decision.ts"
import { isUp, type Member } from "./member.ts"
import { moods } from "./mood.ts"
import type { Line } from "./network.ts"
import { type Kind, rarityOf, weightsOf } from "./weights.ts"
import type { World } from "./world.ts"

/** In an orderly mood: how often time passes out of turn, and how often two lose their patience at once. */
const [outOfTurn, atOnce] = [0.02, 0.25]
/** In a hasty mood: how often a node dies of what it has just heard. */
const diesOfIt = 0.08

/** After so many draws of what is not possible, nothing is: all nodes may have stopped for good. */
const patience = 100_000

const anyOf = <Item>(items: readonly Item[], random: Random): Item | undefined => items[below(random, items.length)]

const anyWhere = <Item>(items: readonly Item[], test: (item: Item) => boolean, random: Random): Item | undefined =>
  anyOf(items.filter(test), random)

const isAhead = (line: Line): boolean => line.frames.length > 0 && !line.isCut

/** Picks decisions for a world, by a random source and the weights of the run, which is to have so many of them; gives none when nothing can happen any more. */
export const chooser = (world: World, random: Random, length: number): (() => Decision | undefined) => {
  const { members, lines, plan } = world
  const askers = members.filter(({ asks }) => asks)
  const weights = weightsOf(plan, random, length, askers.length > 0)
  const kinds = (Object.keys(weights) as Kind[]).filter((kind) => weights[kind] > 0)
  const total = kinds.reduce((sum, kind) => sum + weights[kind], 0)
  const maySwap = plan.faults.has("reordering")
  const clientNumbers = (plan.relaxed.clients ?? []).map((_, client) => client)
  const mayLosePower = plan.faults.has("disk")
  const crashable = new Set(plan.model.crashes?.of ?? members.map(({ role }) => role))

  const nextMood = moods(random, length)
  let mood = nextMood()
  const soon: Decision[] = []

  /** Whether time may pass: in an orderly mood, only when all is done that can be done without. */
  const mayPass = (): boolean =>
    !mood.isOrderly || random() < outOfTurn || !lines.some((line) => isAhead(line) && mood.reaches(line))

  const kindAtRandom = (): Kind => {
    let left = random() * total
    for (const kind of kinds) {
      left -= weights[kind]
      if (left < 0) return kind
    }
    return "deliver"
  }

  const nodeWhere = (test: (member: Member) => boolean): string | undefined => anyWhere(members, test, random)?.name
  const operation = (): number => below(random, 6)
  const mayDieEarly = (): boolean => world.hasSentEarly() && random() < 0.5

  const onLine = (kind: "deliver" | "double" | "lose"): Decision | undefined => {
    const line = anyWhere(lines, isAhead, random)
    if (line === undefined || !mood.favoursLine(line)) return undefined
    const nth = maySwap ? mood.pick(line.frames.length) : 0
    return { kind, from: line.from, to: line.to, nth }
  }

  const pending = (wanted: number, kind: "perform" | "answer"): Decision | undefined => {
    const { follower } = plan
    const waitingAt = ({ name }: Member) =>
      follower.pendingOf(world.path.state, name).filter(({ answer }) => answer.length === wanted)
    const member = anyWhere(askers, (one) => isUp(one) && waitingAt(one).length > 0, random)
    if (member === undefined || !mood.favoursNode(member.name)) return undefined
    const waiting = waitingAt(member)
    const nth = mood.pick(waiting.length)
    const { activity = "", key = "" } = waiting[nth] ?? {}
    if (!mood.favoursRequest(`${activity} ${key}`)) return undefined
    if (kind === "answer") return { kind, node: member.name, nth }
    return { kind, node: member.name, nth, way: mood.way() }
  }

  const call = (): Decision | undefined => {
    const client = anyOf(clientNumbers, random)
    if (client === undefined || !mood.favoursClient(client)) return undefined
    const node = nodeWhere(({ name }) => world.mayCall(client, name))
    return node === undefined ? undefined : { kind: "call", client, node }
  }

  const link = (kind: "cut" | "mend"): Decision | undefined => {
    const line = anyWhere(lines, ({ from, to, isCut }) => from !== to && isCut === (kind === "mend"), random)
    return line && { kind, from: line.from, to: line.to }
  }

  const atNode = (
    kind: Kind,
    test: (member: Member) => boolean,
    make: (node: string) => Decision,
  ): Decision | undefined => {
    const node = nodeWhere(test)
    return node === undefined || kind === undefined ? undefined : make(node)
  }

  const isAble = (member: Member): boolean => isUp(member) && !member.isPaused
  const inTurn = (kind: Kind, make: (node: string) => Decision): Decision | undefined =>
    atNode(kind, (member) => isAble(member) && mood.favoursNode(member.name), make)
  const mayCrash = (member: Member): boolean => isUp(member) && crashable.has(member.role)

  const make = (kind: Kind): Decision | undefined => {
    switch (kind) {
      case "deliver":
      case "double":
      case "lose":
        return onLine(kind)
      case "wake":
        if (!mayPass()) return undefined
        return inTurn(kind, (node) => ({ kind, node }))
      case "pass":
        return inTurn(kind, (node) => ({ kind, node, millis: below(random, 100) }))
      case "call":
        return call()
      case "perform":
        return pending(0, kind)
      case "answer":
        return pending(1, kind)
      case "crash":
        return atNode(kind, mayCrash, (node) => ({
          kind,
          node,
          operation: mayLosePower && random() < 0.5 ? (mayDieEarly() ? "early" : operation()) : null,
        }))
      case "full":
        return atNode(kind, mayCrash, (node) => ({ kind, node, operation: operation() }))
      case "rot":
        return atNode(
          kind,
          ({ life }) => life === undefined,
          (node) => ({ kind, node, seed: below(random, 2 ** 31) }),
        )
      case "restart":
        return atNode(
          kind,
          ({ life, isStopped, isDamaged }) => life === undefined && !isStopped && !isDamaged,
          (node) => ({
            kind,
            node,
            seed: mayLosePower && random() < 0.7 ? below(random, 2 ** 31) : null,
          }),
        )
      case "upgrade":
        return atNode(
          kind,
          (member) => mayCrash(member) && member.version === 0,
          (node) => ({ kind, node }),
        )
      case "stop":
        return atNode(kind, mayCrash, (node) => ({ kind, node }))
      case "cut":
      case "mend":
        return link(kind)
      case "pause":
        return atNode(kind, isAble, (node) => ({ kind, node }))
      case "resume":
        return atNode(
          kind,
          ({ isPaused }) => isPaused,
          (node) => ({ kind, node }),
        )
      case "tick":
        if (!mayPass()) return undefined
        return atNode(
          kind,
          ({ isStopped }) => !isStopped,
          (node) => ({ kind, node }),
        )
      case "jump":
        return atNode(kind, isUp, (node) => ({ kind, node, millis: below(random, 2_000_000) - 1_000_000 }))
    }
  }

  const isDeadly = (): boolean => mood.isHasty && weights.crash > 0 && random() < diesOfIt * rarityOf(length)
  const mayDie = (node: string): boolean => members.some(({ name, role }) => name === node && crashable.has(role))

  /** A node may die of what it has just heard, or two lose their patience at once. */
  const bringAbout = (decision: Decision): void => {
    const { kind } = decision
    if (kind === "deliver" && isDeadly() && mayDie(decision.to))
      soon.push(
        { kind: "crash", node: decision.to, operation: null },
        { kind: "restart", node: decision.to, seed: mayLosePower && random() < 0.5 ? below(random, 2 ** 31) : null },
      )
    if (kind === "wake" && soon.length === 0 && mood.isOrderly && random() < atOnce) {
      const other = nodeWhere((member) => isAble(member) && member.name !== decision.node)
      if (other !== undefined) soon.push({ kind: "wake", node: other })
    }
  }

  return () => {
    mood = nextMood()
    for (let tried = 0; tried < patience; tried++) {
      const made = soon.shift() ?? make(kindAtRandom())
      if (made === undefined) continue
      bringAbout(made)
      return made
    }
    return undefined
  }
}
